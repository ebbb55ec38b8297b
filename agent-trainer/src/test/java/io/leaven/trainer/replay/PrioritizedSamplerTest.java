package io.leaven.trainer.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;

class PrioritizedSamplerTest {

    private final ReplayMemory memory = new ReplayMemory(4, 1);
    private final PrioritizedSampler sampler = new PrioritizedSampler(memory, .5, 1);
    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(5);

    /** Errors 1, 4, 9, 16 with alpha .5 make priorities 1 : 2 : 3 : 4, up to the little that is added to each. */
    @Test
    void drawsInProportionToThePowerOfTheErrorAndWeighsAgainstIt() {
        for (int row = 0; row < 4; row++) {
            sampler.added(memory.add(new EncodedStep(new float[] {row}, row, row, new float[] {0}, -1L, 1, false)));
        }
        Batch told = Batch.ofSize(4, 1);
        for (int row = 0; row < 4; row++) {
            told.rows()[row] = row;
            told.errors()[row] = -(row + 1) * (row + 1);
        }
        sampler.learned(told);
        int[] counts = new int[4];
        float[] weights = new float[4];
        Batch batch = Batch.ofSize(10, 1);
        for (int i = 0; i < 5_000; i++) {
            sampler.sample(random, batch);
            for (int j = 0; j < 10; j++) {
                counts[batch.actions()[j]]++;
                weights[batch.actions()[j]] = batch.weights()[j];
            }
        }
        for (int row = 0; row < 4; row++) {
            assertThat(counts[row] / 50_000.0).as("row %d", row).isCloseTo((row + 1) / 10.0, within(.01));
            // beta 1: weight 1 / P, over the largest, that of row 0
            assertThat((double) weights[row]).isCloseTo(1.0 / (row + 1), within(.001));
        }
    }

    @Test
    void aNewTransitionComesFirst() {
        sampler.added(memory.add(new EncodedStep(new float[] {0}, 0, 0, new float[] {0}, -1L, 1, false)));
        Batch told = Batch.ofSize(1, 1);
        told.errors()[0] = 1e-6f;
        sampler.learned(told);
        sampler.added(memory.add(new EncodedStep(new float[] {0}, 1, 0, new float[] {0}, -1L, 1, false)));
        Batch batch = Batch.ofSize(100, 1);
        sampler.sample(random, batch);
        int fresh = 0;
        for (int action : batch.actions()) {
            fresh += action;
        }
        assertThat(fresh).isGreaterThan(90);
    }
}
