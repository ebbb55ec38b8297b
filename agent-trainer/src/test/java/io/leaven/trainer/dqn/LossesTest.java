package io.leaven.trainer.dqn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.trainer.replay.Batch;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Slopes against central differences of the loss itself, and losses against their formulas worked out by hand. */
class LossesTest {

    private static final int ACTIONS = 4;

    @ParameterizedTest
    @CsvSource({"0, 0", "1, 0", "0, .7", "1, .7"})
    void slopesAreDerivatives(double delta, double alpha) {
        Loss loss = new LossSettings(delta, alpha).loss();
        Random random = new Random(4);
        Batch batch = Batch.ofSize(6, 1);
        float[] targets = new float[6];
        float[] qValues = new float[6 * ACTIONS];
        for (int i = 0; i < 6; i++) {
            batch.actions()[i] = random.nextInt(ACTIONS);
            batch.weights()[i] = .5f + random.nextFloat();
            targets[i] = (float) random.nextGaussian() * 2;
        }
        for (int i = 0; i < qValues.length; i++) {
            qValues[i] = (float) random.nextGaussian() * 2;
        }
        float[] slopes = new float[qValues.length];
        loss.slope(batch, ACTIONS, targets, qValues, slopes);
        for (int i = 0; i < qValues.length; i++) {
            float at = qValues[i];
            qValues[i] = at + .01f;
            double above = loss.slope(batch, ACTIONS, targets, qValues, new float[qValues.length]);
            qValues[i] = at - .01f;
            double below = loss.slope(batch, ACTIONS, targets, qValues, new float[qValues.length]);
            qValues[i] = at;
            assertThat((double) slopes[i]).as("slope %d, seed 4", i).isCloseTo((above - below) / .02, within(2e-3));
        }
    }

    /** Errors 3 and .5 at delta 1: (3 - .5 + .125) / 2; log(e^0 + e^0) - 0 = log 2 for equal values. */
    @ParameterizedTest
    @CsvSource({"1, 0, 1.3125", "1, 1, 2.005647"})
    void lossesAreTheirFormulas(double delta, double alpha, double expected) {
        Batch batch = Batch.ofSize(2, 1);
        double loss = new LossSettings(delta, alpha)
                .loss()
                .slope(batch, 2, new float[] {-3, -.5f}, new float[] {0, 0, 0, 0}, new float[4]);
        assertThat(loss).isCloseTo(expected, within(1e-6));
    }
}
