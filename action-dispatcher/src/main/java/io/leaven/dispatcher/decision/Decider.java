package io.leaven.dispatcher.decision;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.agent.policy.ActionDraw;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.policy.UniformRandom;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.guardrail.Guardrail;
import io.leaven.dispatcher.guardrail.OpenActions;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns a batch of requests into decisions: group, guardrails, Q-values (one call of the network for the whole batch),
 * probabilities over what is left open, and a draw that is a hash of seed and decision id. Pure: an answer depends on its
 * request, the agent and what the decider was made with; neither on the batch around it nor on time. So the same request
 * has the same answer, byte for byte, however often and with whatever others it is asked.
 *
 * <p>Q-values that are not finite (a state far outside of what a network can take) never choose: that customer gets no
 * message, under the policy {@code none(q-values not finite)}.
 *
 * <p>Safe for use by several threads, each with an agent of its own.
 */
public final class Decider {

    /** Why every message is closed to a customer in the control group. */
    static final String HOLDOUT = "holdout";

    private static final Policy UNIFORM = new UniformRandom();
    private static final Policy HELD_OUT = new NoMessage(HOLDOUT);
    private static final Policy NOT_FINITE = new NoMessage("q-values not finite");
    private static final float[] NO_VALUES = {};

    private final ActionCatalogue catalogue;
    private final GroupAssignment groups;
    private final List<Guardrail> guardrails;
    private final BeforeFirstSnapshot beforeFirst;
    private final Duration messageTtl;
    private final ActionDraw draw;

    /**
     * @param guardrails in order: the first that closes an action gives the reason
     * @param messageTtl how long after {@code requestedAt} a message may be sent; zero for no limit
     */
    public Decider(
            ActionCatalogue catalogue,
            GroupAssignment groups,
            List<Guardrail> guardrails,
            BeforeFirstSnapshot beforeFirst,
            Duration messageTtl,
            long seed) {
        this.catalogue = catalogue;
        this.groups = groups;
        this.guardrails = List.copyOf(guardrails);
        this.beforeFirst = beforeFirst;
        this.messageTtl = messageTtl;
        this.draw = new ActionDraw(seed);
    }

    /** How many actions there are to choose among. */
    int actions() {
        return catalogue.size();
    }

    /**
     * Answers every request, in order.
     *
     * @param agent none before the first snapshot
     */
    public List<Answer> decide(List<DecisionRequest> requests, Optional<Agent> agent) {
        DecisionGroup[] assigned = new DecisionGroup[requests.size()];
        List<DecisionRequest> forAgent = new ArrayList<>(requests.size());
        for (int i = 0; i < assigned.length; i++) {
            assigned[i] = groups.of(requests.get(i).getCustomerId());
            if (assigned[i] == DecisionGroup.AGENT) {
                forAgent.add(requests.get(i));
            }
        }
        float[] values = agent.map(mind -> values(forAgent, mind)).orElse(NO_VALUES);
        List<Answer> answers = new ArrayList<>(assigned.length);
        int row = 0;
        for (int i = 0; i < assigned.length; i++) {
            boolean asked = agent.isPresent() && assigned[i] == DecisionGroup.AGENT;
            Choice choice = asked ? ofAgent(agent.get(), values, row++) : withoutAgent(assigned[i]);
            answers.add(answer(requests.get(i), choice));
        }
        return answers;
    }

    /** Who decides a request and on what. */
    private record Choice(DecisionGroup group, Policy policy, String policyText, float[] qValues, String snapshot) {

        static Choice withoutValues(DecisionGroup group, Policy policy, String snapshot) {
            return new Choice(group, policy, policy.describe(), null, snapshot);
        }
    }

    private float[] values(List<DecisionRequest> requests, Agent agent) {
        if (requests.isEmpty()) {
            return NO_VALUES;
        }
        int width = agent.encoder().width();
        float[] states = new float[requests.size() * width];
        for (int row = 0; row < requests.size(); row++) {
            agent.encoder().encode(requests.get(row).getState(), states, row * width);
        }
        return agent.values().qValues(states, requests.size());
    }

    private Choice ofAgent(Agent agent, float[] values, int row) {
        float[] own = Arrays.copyOfRange(values, row * catalogue.size(), (row + 1) * catalogue.size());
        for (float value : own) {
            if (!Float.isFinite(value)) {
                return Choice.withoutValues(DecisionGroup.AGENT, NOT_FINITE, agent.snapshotId());
            }
        }
        return new Choice(DecisionGroup.AGENT, agent.policy(), agent.policyText(), own, agent.snapshotId());
    }

    private Choice withoutAgent(DecisionGroup assigned) {
        return switch (assigned) {
            case HOLDOUT -> Choice.withoutValues(assigned, HELD_OUT, null);
            case RANDOM -> Choice.withoutValues(assigned, UNIFORM, null);
            default -> Choice.withoutValues(beforeFirst.group(), beforeFirst.policy(), null);
        };
    }

    private Answer answer(DecisionRequest request, Choice choice) {
        OpenActions open = open(request, choice.group);
        double[] probabilities =
                choice.policy.probabilities(choice.qValues == null ? NO_VALUES : choice.qValues, open.mask());
        MarketingAction action = catalogue.action(draw.draw(request.getDecisionId(), probabilities));
        Decision decision = new Decision(
                request.getDecisionId(),
                request.getCustomerId(),
                request.getStep(),
                request.getRequestedAt(),
                action.index(),
                action.channel(),
                action.promotion(),
                action.cost(),
                action.discount(),
                probabilities[action.index()],
                boxed(probabilities),
                choice.qValues == null ? null : boxed(choice.qValues),
                open.masked(),
                choice.group,
                choice.policyText,
                choice.snapshot,
                catalogue.hash());
        return new Answer(
                decision, action.isMessage() ? Optional.of(message(request, action, choice)) : Optional.empty());
    }

    private OpenActions open(DecisionRequest request, DecisionGroup group) {
        OpenActions open = OpenActions.all(catalogue.size());
        for (Guardrail guardrail : guardrails) {
            open = open.only(guardrail.allowed(request), guardrail.reason());
        }
        return group == DecisionGroup.HOLDOUT ? open.none(HOLDOUT) : open;
    }

    private MessageAction message(DecisionRequest request, MarketingAction action, Choice choice) {
        Instant expiresAt =
                messageTtl.isZero() ? null : request.getRequestedAt().plus(messageTtl);
        return new MessageAction(
                request.getDecisionId(),
                request.getCustomerId(),
                request.getStep(),
                request.getRequestedAt(),
                action.index(),
                action.channel(),
                action.promotion(),
                action.discount(),
                action.channel() + "/" + action.promotion(),
                expiresAt,
                choice.snapshot,
                null);
    }

    private static List<Double> boxed(double[] values) {
        Double[] boxed = new Double[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return Arrays.asList(boxed);
    }

    private static List<Float> boxed(float[] values) {
        Float[] boxed = new Float[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return Arrays.asList(boxed);
    }
}
