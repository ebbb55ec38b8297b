package io.leaven.dispatcher.decision;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.agent.policy.ActionDraw;
import io.leaven.agent.policy.Policy;
import io.leaven.agent.policy.UniformRandom;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.Occasion;
import io.leaven.dispatcher.guardrail.OpenActions;
import io.leaven.dispatcher.guardrail.SendTime;
import io.leaven.dispatcher.snapshot.SnapshotTrial.Judgement;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.ShadowDecision;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Turns a batch of requests into decisions: group, guardrails, Q-values (one call of the network for the whole batch),
 * probabilities over what is left open, and a draw that is a hash of seed and decision id. Pure: an answer depends on its
 * request, the agent, its {@link Circumstances} and what the decider was made with; not on the batch around it, but for what
 * was decided before it in the same batch and stands in the ledger by then. So the same request in the same circumstances has
 * the same answer, byte for byte, however often and with whatever others it is asked.
 *
 * <p>Where a discount budget has a price, the policy sees each Q-value less price times what the action reserves.
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
    private final Guardrails standing;
    private final BeforeFirstSnapshot beforeFirst;
    private final ActionDraw draw;

    /** @param standing the rules where no others are given */
    public Decider(
            ActionCatalogue catalogue,
            GroupAssignment groups,
            Guardrails standing,
            BeforeFirstSnapshot beforeFirst,
            long seed) {
        this.catalogue = catalogue;
        this.groups = groups;
        this.standing = standing;
        this.beforeFirst = beforeFirst;
        this.draw = new ActionDraw(seed);
    }

    /** How many actions there are to choose among. */
    int actions() {
        return catalogue.size();
    }

    /**
     * Answers every request, in order, by the standing rules.
     *
     * @param agent none before the first snapshot
     */
    public List<Answer> decide(List<DecisionRequest> requests, Optional<Agent> agent) {
        return decide(requests, Panel.of(agent), Circumstances.blank(standing));
    }

    /**
     * Answers every request, in order, and writes each message into its ledger before the next is decided. The shadow and the
     * reference are asked what the agent is asked, under the same rules; neither changes what is decided.
     */
    List<Answer> decide(List<DecisionRequest> requests, Panel panel, Circumstances circumstances) {
        Optional<Agent> agent = panel.agent();
        DecisionGroup[] assigned = new DecisionGroup[requests.size()];
        List<DecisionRequest> forAgent = new ArrayList<>(requests.size());
        for (int i = 0; i < assigned.length; i++) {
            assigned[i] = groups.of(requests.get(i).getCustomerId());
            if (assigned[i] == DecisionGroup.AGENT) {
                forAgent.add(requests.get(i));
            }
        }
        float[] values = agent.map(mind -> values(forAgent, mind)).orElse(NO_VALUES);
        Optional<Agent> shadow = panel.shadow().filter(any -> agent.isPresent());
        float[] ofShadow = shadow.map(mind -> values(forAgent, mind)).orElse(NO_VALUES);
        Optional<Agent> reference = panel.reference().filter(any -> agent.isPresent());
        float[] ofReference = reference.map(mind -> values(forAgent, mind)).orElse(NO_VALUES);
        List<Answer> answers = new ArrayList<>(assigned.length);
        int row = 0;
        for (int i = 0; i < assigned.length; i++) {
            boolean asked = agent.isPresent() && assigned[i] == DecisionGroup.AGENT;
            int at = row;
            Choice choice = asked ? ofAgent(agent.get(), values, at) : withoutAgent(assigned[i]);
            Occasion occasion = circumstances
                    .guardrails()
                    .occasion(
                            requests.get(i),
                            circumstances.profile(i, requests.get(i)),
                            circumstances.ledger(i),
                            circumstances.now(i, requests.get(i)));
            Second second = asked
                    ? new Second(
                            shadow.map(mind -> ofAgent(mind, ofShadow, at)).orElse(null),
                            reference
                                    .map(mind -> ofAgent(mind, ofReference, at))
                                    .orElse(null),
                            panel.comparison())
                    : Second.NONE;
            row += asked ? 1 : 0;
            answers.add(answer(occasion, circumstances.guardrails(), choice, second));
        }
        return answers;
    }

    /** Who decides a request and on what. */
    private record Choice(DecisionGroup group, Policy policy, String policyText, float[] qValues, String snapshot) {

        static Choice withoutValues(DecisionGroup group, Policy policy, String snapshot) {
            return new Choice(group, policy, policy.describe(), null, snapshot);
        }
    }

    /** What others than the one that decides make of a request; null where there is none. */
    private record Second(Choice shadow, Choice reference, Panel.Comparison comparison) {

        static final Second NONE = new Second(null, null, null);
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

    private Answer answer(Occasion occasion, Guardrails guardrails, Choice choice, Second second) {
        DecisionRequest request = occasion.request();
        OpenActions open = guardrails.open(occasion);
        if (choice.group == DecisionGroup.HOLDOUT) {
            open = open.none(HOLDOUT);
        }
        double price = guardrails.price(occasion);
        double[] probabilities = probabilities(choice, open, price, guardrails);
        MarketingAction action = catalogue.action(draw.draw(request.getDecisionId(), probabilities));
        if (second.reference != null) {
            second.comparison.compare(
                    request.getCustomerId(),
                    new Judgement(probabilities, highest(choice)),
                    new Judgement(probabilities(second.reference, open, price, guardrails), highest(second.reference)));
        }
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
                catalogue.hash(),
                guardrails.version().orElse(null),
                price,
                second.shadow == null
                        ? null
                        : shadow(
                                request.getDecisionId(),
                                action,
                                second.shadow,
                                probabilities(second.shadow, open, price, guardrails)));
        if (!action.isMessage()) {
            return new Answer(decision, Optional.empty());
        }
        guardrails.sent(occasion, action);
        return new Answer(
                decision, Optional.of(message(occasion, guardrails.sendTime(occasion, action), action, choice)));
    }

    private double[] probabilities(Choice choice, OpenActions open, double price, Guardrails guardrails) {
        return choice.policy.probabilities(priced(choice.qValues, price, guardrails), open.mask());
    }

    private ShadowDecision shadow(String decisionId, MarketingAction taken, Choice choice, double[] probabilities) {
        return new ShadowDecision(
                choice.snapshot,
                draw.draw(decisionId, probabilities),
                probabilities[taken.index()],
                choice.qValues == null ? null : boxed(choice.qValues));
    }

    private static double highest(Choice choice) {
        if (choice.qValues == null) {
            return Double.NaN;
        }
        double highest = Double.NEGATIVE_INFINITY;
        for (float value : choice.qValues) {
            highest = Math.max(highest, value);
        }
        return highest;
    }

    private float[] priced(float[] qValues, double price, Guardrails guardrails) {
        if (qValues == null) {
            return NO_VALUES;
        }
        if (price == 0) {
            return qValues;
        }
        float[] priced = new float[qValues.length];
        for (MarketingAction action : catalogue.actions()) {
            int i = action.index();
            priced[i] = (float) (qValues[i] - price * guardrails.charge(action.discount()));
        }
        return priced;
    }

    private static MessageAction message(Occasion occasion, SendTime when, MarketingAction action, Choice choice) {
        DecisionRequest request = occasion.request();
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
                when.before() == Long.MAX_VALUE ? null : Instant.ofEpochMilli(when.before()),
                choice.snapshot,
                when.at() == occasion.now() ? null : Instant.ofEpochMilli(when.at()));
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
