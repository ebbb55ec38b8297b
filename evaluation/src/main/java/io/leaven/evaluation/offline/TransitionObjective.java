package io.leaven.evaluation.offline;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.CustomerTraits;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueObjective;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import java.util.function.Consumer;

/** Adds up the true objective over transitions, and counts tier drops and large discounts. Not safe for use by several threads. */
public final class TransitionObjective implements Consumer<Transition> {

    private final TrueObjective objective;
    private final ActionSpace actions;
    private double total;
    private long drops;
    private long messages;
    private long deepest;
    private final int deepestPromotion;

    public TransitionObjective(Response response) {
        this.objective = new TrueObjective(response);
        this.actions = response.actions();
        this.deepestPromotion = response.actions().promotions() - 1;
    }

    @Override
    public void accept(Transition transition) {
        int action = action(transition);
        total += worth(transition);
        drops += transition.getNextState().getTier().ordinal()
                        < transition.getState().getTier().ordinal()
                ? 1
                : 0;
        if (action != ActionSpace.NONE) {
            messages++;
            deepest += actions.promotion(action) == deepestPromotion ? 1 : 0;
        }
    }

    private int action(Transition transition) {
        return actions.index(transition.getChannel(), transition.getPromotion());
    }

    /** What the step was truly worth, in dollars. */
    public double worth(Transition transition) {
        CustomerState before = transition.getState();
        // What a step is truly worth does not depend on the customer's u, which nobody observes.
        CustomerTraits traits = new CustomerTraits(
                before.getAttributes().getAge(),
                StateFeature.GENDER.of(before),
                before.getAttributes().getDistanceMiles(),
                0);
        return objective.realised(
                traits,
                before.getTier().ordinal(),
                transition.getNextState().getTier().ordinal(),
                transition.getReward().getTicket(),
                action(transition));
    }

    /** Dollars, over all customers. */
    public double total() {
        return total;
    }

    public long drops() {
        return drops;
    }

    /** Share of messages that offered the last promotion of the catalogue, its deepest discount. */
    public double deepestShare() {
        return messages == 0 ? 0 : (double) deepest / messages;
    }
}
