package io.leaven.trainer.dyna;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

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
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The model against a response that is known in closed form. */
class ResponseModelTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final List<StateFeature> FEATURES = StateFeature.WITH_HISTORY;
    private static final double DROP = .2;
    private static final double RISE = .4;

    private static ResponseModel model;

    /** Log-odds rise with age, and by 1 with a large discount of the young alone; the channel does not matter. */
    private static double purchase(double age, Tier tier, int action) {
        double effect = action > 0 && action % 3 == 0 && age < 40 ? 1 : 0;
        return 1 / (1 + Math.exp(-(-1 + (age - 38) / 14 + effect + (tier == Tier.GOLD ? 1 : 0))));
    }

    @BeforeAll
    static void fit() {
        Random random = new Random(1);
        ResponseData data = new ResponseData(FEATURES, 100_000);
        for (int i = 0; i < 25_000; i++) {
            Tier tier = Tier.values()[random.nextInt(4)];
            double age = 18 + random.nextInt(50);
            int action = random.nextInt(CATALOGUE.size());
            boolean purchased = random.nextDouble() < purchase(age, tier, action);
            data.add(transition(random, tier, age, action, purchased));
        }
        model = ResponseModel.fit(data, CATALOGUE, 1);
    }

    private static Transition transition(Random random, Tier tier, double age, int action, boolean purchased) {
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

    private static CustomerState state(double age, Tier tier) {
        CustomerState state = Transitions.state(tier, 4);
        state.setAttributes(new CustomerAttributes((int) age, Gender.FEMALE, 3.5));
        return state;
    }

    private static double[] raw(double age, Tier tier) {
        return FEATURES.stream()
                .mapToDouble(feature -> feature.of(state(age, tier)))
                .toArray();
    }

    @Test
    void tellsTheChanceOfAPurchaseUnderEveryAction() {
        double squares = 0;
        double effects = 0;
        int count = 0;
        for (int age = 20; age <= 65; age += 5) {
            for (Tier tier : Tier.values()) {
                float[] chances = model.purchase(raw(age, tier), 1);
                for (int action = 0; action < CATALOGUE.size(); action++) {
                    double error = chances[action] - purchase(age, tier, action);
                    double effect = chances[action] - chances[0] - purchase(age, tier, action) + purchase(age, tier, 0);
                    squares += error * error;
                    effects += effect * effect;
                    count++;
                }
            }
        }
        // the binomial error of a cell (8 ages, 4 tiers, 10 actions) would be about .055 without any pooling
        assertThat(Math.sqrt(squares / count)).isLessThan(.035);
        assertThat(Math.sqrt(effects / count)).isLessThan(.035);
    }

    @Test
    void tellsWhatAPurchaseIsWorth() {
        for (float worth : model.worth(raw(30, Tier.SILVER), 1)) {
            assertThat(worth).isCloseTo(6, within(.3f));
        }
    }

    @Test
    void tellsHowTiersMove() {
        assertThat(model.drop(raw(30, Tier.SILVER), 1)[0]).isCloseTo((float) DROP, within(.05f));
        assertThat(model.rise(Tier.NONE.ordinal())).isCloseTo(RISE, within(.03));
        assertThat(model.rise(Tier.GOLD.ordinal())).isZero();
    }

    @Test
    void theSameDataGiveTheSameModel() {
        ResponseData data = new ResponseData(FEATURES, 10_000);
        Random random = new Random(2);
        for (int i = 0; i < 2_000; i++) {
            data.add(transition(random, Tier.BRONZE, 18 + random.nextInt(50), i % 10, random.nextBoolean()));
        }
        float[] first = ResponseModel.fit(data, CATALOGUE, 3).purchase(raw(30, Tier.BRONZE), 1);
        float[] second = ResponseModel.fit(data, CATALOGUE, 3).purchase(raw(30, Tier.BRONZE), 1);

        assertThat(first).containsExactly(second);
    }
}
