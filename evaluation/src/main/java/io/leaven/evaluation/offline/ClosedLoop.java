package io.leaven.evaluation.offline;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.dispatcher.decision.Agent;
import io.leaven.dispatcher.decision.Answer;
import io.leaven.dispatcher.decision.BeforeFirstSnapshot;
import io.leaven.dispatcher.decision.Decider;
import io.leaven.dispatcher.decision.PolicyChoice;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.RewardWeights;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.enricher.step.StepOutcome;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.stream.LoopStream;
import io.leaven.generator.world.CohortSummary;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Transition;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** New customers live by an agent's decisions, a step of all of them at a time. */
public final class ClosedLoop {

    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    private ClosedLoop() {}

    /** Customers live by the best action that a snapshot knows, without exploration; ledgers hold costs but no uplift. */
    public static CohortSummary greedy(CustomerPlan plan, Snapshot snapshot, Consumer<Transition> observer) {
        return greedy(plan, RewardPreset.CAUSAL.weights(), UpliftSource.NONE, snapshot, observer);
    }

    /** The same with a reward of one's own choice in the ledgers. */
    public static CohortSummary greedy(
            CustomerPlan plan,
            RewardWeights weights,
            UpliftSource causal,
            Snapshot snapshot,
            Consumer<Transition> observer) {
        try (Agent agent = Agent.open(snapshot, PolicyChoice.greedy())) {
            return run(plan, plan.steps(), weights, causal, () -> Optional.of(agent), observer);
        }
    }

    /** Customers live by an agent's decisions, as its policy draws them; it stays open. */
    public static CohortSummary under(CustomerPlan plan, Agent agent, Consumer<Transition> observer) {
        return run(
                plan,
                plan.steps(),
                RewardPreset.CAUSAL.weights(),
                UpliftSource.NONE,
                () -> Optional.of(agent),
                observer);
    }

    /**
     * Customers live by the newest snapshot, exploring as it says, while somebody learns from them.
     *
     * @param steps after which they are left, at most those of their lives
     * @param newest asked anew before each step
     * @param observer told of each transition
     */
    public static CohortSummary learning(
            CustomerPlan plan,
            int steps,
            RewardWeights weights,
            UpliftSource causal,
            Supplier<Snapshot> newest,
            Consumer<Transition> observer) {
        try (Swapping agents = new Swapping(newest)) {
            return run(plan, steps, weights, causal, agents::current, observer);
        }
    }

    private static CohortSummary run(
            CustomerPlan plan,
            int steps,
            RewardWeights weights,
            UpliftSource causal,
            Supplier<Optional<Agent>> agent,
            Consumer<Transition> observer) {
        Decider decider = new Decider(
                ActionCatalogue.standard(),
                new GroupAssignment("offline", GroupShares.agentOnly()),
                Guardrails.none(ActionCatalogue.standard()),
                BeforeFirstSnapshot.NONE,
                plan.seed());
        OfflineEnricher enricher = new OfflineEnricher(weights, causal);
        LoopStream customers = new LoopStream(plan, STILL);
        List<DecisionRequest> requests = new ArrayList<>();
        while (customers.hasNextEnrolment()) {
            requests.addAll(enricher.event(customers.enrolNext()).requests());
        }
        for (int step = 0; step < steps && !requests.isEmpty(); step++) {
            List<Answer> answers = decider.decide(requests, agent.get());
            requests = new ArrayList<>(answers.size());
            for (Answer answer : answers) {
                enricher.decision(answer.decision());
                CustomerEvent event = customers.accept(answer.decision()).orElseThrow();
                StepOutcome outcome = enricher.event(event);
                outcome.transitions().forEach(observer);
                requests.addAll(outcome.requests());
            }
        }
        return customers.summary();
    }

    /** Opens each snapshot once, and closes the one before it. */
    private static final class Swapping implements AutoCloseable {

        private final Supplier<Snapshot> newest;
        private Snapshot snapshot;
        private Agent agent;

        private Swapping(Supplier<Snapshot> newest) {
            this.newest = newest;
        }

        private Optional<Agent> current() {
            Snapshot now = newest.get();
            if (now != snapshot) {
                close();
                agent = Agent.open(now, PolicyChoice.epsilonGreedy());
                snapshot = now;
            }
            return Optional.of(agent);
        }

        @Override
        public void close() {
            if (agent != null) {
                agent.close();
            }
        }
    }
}
