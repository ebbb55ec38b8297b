package io.leaven.evaluation.offline;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.CustomerTraits;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueObjective;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import java.util.function.Consumer;

/** Adds up the true objective over transitions. Not safe for use by several threads. */
public final class TransitionObjective implements Consumer<Transition> {

    private final TrueObjective objective;
    private final ActionSpace actions;
    private double total;

    public TransitionObjective(Response response) {
        this.objective = new TrueObjective(response);
        this.actions = response.actions();
    }

    @Override
    public void accept(Transition transition) {
        total += worth(transition);
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
                actions.index(transition.getChannel(), transition.getPromotion()));
    }

    /** Dollars, over all customers. */
    public double total() {
        return total;
    }
}
