package io.leaven.trainer.dyna;

import static io.leaven.trainer.dyna.KnownResponse.CATALOGUE;
import static io.leaven.trainer.dyna.KnownResponse.DROP;
import static io.leaven.trainer.dyna.KnownResponse.FEATURES;
import static io.leaven.trainer.dyna.KnownResponse.RISE;
import static io.leaven.trainer.dyna.KnownResponse.purchase;
import static io.leaven.trainer.dyna.KnownResponse.transition;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.Tier;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The model against a response that is known in closed form. */
class ResponseModelTest {

    private static ResponseModel model;

    @BeforeAll
    static void fit() {
        model = KnownResponse.fit(25_000);
    }

    private static double[] raw(double age, Tier tier) {
        return KnownResponse.raw(KnownResponse.state(age, tier));
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
