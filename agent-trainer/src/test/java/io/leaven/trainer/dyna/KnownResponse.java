package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.Transitions;
import java.util.List;
import java.util.Random;

/** A response that is known in closed form, for models to be fitted to: a purchase is worth 6 dollars. */
final class KnownResponse {

    static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    static final List<StateFeature> FEATURES = StateFeature.WITH_HISTORY;
    static final double DROP = .2;
    static final double RISE = .4;

    private KnownResponse() {}

    /** Log-odds rise with age, and by 1 with a large discount of the young alone; the channel does not matter. */
    static double purchase(double age, Tier tier, int action) {
        double effect = action > 0 && action % 3 == 0 && age < 40 ? 1 : 0;
        return 1 / (1 + Math.exp(-(-1 + (age - 38) / 14 + effect + (tier == Tier.GOLD ? 1 : 0))));
    }

    /** A model fitted to that many random steps. */
    static ResponseModel fit(int steps) {
        Random random = new Random(1);
        ResponseData data = new ResponseData(FEATURES, steps);
        for (int i = 0; i < steps; i++) {
            Tier tier = Tier.values()[random.nextInt(4)];
            double age = 18 + random.nextInt(50);
            int action = random.nextInt(CATALOGUE.size());
            boolean purchased = random.nextDouble() < purchase(age, tier, action);
            data.add(transition(random, tier, age, action, purchased));
        }
        return ResponseModel.fit(data, CATALOGUE, 1);
    }

    static Transition transition(Random random, Tier tier, double age, int action, boolean purchased) {
        Tier next = tier;
        if (purchased && tier != Tier.GOLD && random.nextDouble() < RISE) {
            next = Tier.values()[tier.ordinal() + 1];
        } else if (!purchased && tier != Tier.NONE && random.nextDouble() < DROP) {
            next = Tier.values()[tier.ordinal() - 1];
        }
        Transition transition = Transitions.of("c", 5, tier, action, 0, next, false);
        transition.setState(state(age, tier));
        transition.setPurchased(purchased);
        transition.getReward().setTicket(purchased ? 6 + random.nextGaussian() : 0);
        return transition;
    }

    static CustomerState state(double age, Tier tier) {
        CustomerState state = Transitions.state(tier, 4);
        state.setAttributes(new CustomerAttributes((int) age, Gender.FEMALE, 3.5));
        return state;
    }

    /** The features of a state as they are. */
    static double[] raw(CustomerState state) {
        return FEATURES.stream().mapToDouble(feature -> feature.of(state)).toArray();
    }
}
