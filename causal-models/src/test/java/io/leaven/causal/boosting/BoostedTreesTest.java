package io.leaven.causal.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;

class BoostedTreesTest {

    private static final BoostingSettings SETTINGS = BoostingSettings.SHALLOW.withMinChildWeight(10);

    @Test
    void equalInputsAndSeedGiveEqualBytes() {
        float[] rows = noise(2_000, 1);
        float[] outcome = noise(1_000, 2);
        byte[] first = new BoostedTrees(SETTINGS).train(rows, 2, outcome).toBytes();
        assertThat(new BoostedTrees(SETTINGS).train(rows, 2, outcome).toBytes()).isEqualTo(first);
        assertThat(new BoostedTrees(SETTINGS.withSeed(2))
                        .train(rows, 2, outcome)
                        .toBytes())
                .isNotEqualTo(first);
    }

    @Test
    void aStepInTheDataIsLearnedToItsHeights() {
        float[] rows = noise(4_000, 3);
        float[] outcome = new float[4_000];
        for (int row = 0; row < outcome.length; row++) {
            outcome[row] = rows[row] < 0 ? 1 : 3;
        }
        TreeEnsemble trees = new BoostedTrees(SETTINGS.withRounds(300)).train(rows, 1, outcome);
        assertThat(trees.score(new double[] {-.5})).isCloseTo(1, within(.05f));
        assertThat(trees.score(new double[] {.5})).isCloseTo(3, within(.05f));
    }

    @Test
    void noLeafRestsOnFewerRowsThanTheFloor() {
        float[] rows = noise(1_000, 4);
        float[] outcome = noise(1_000, 5);
        TreeEnsemble trees = new BoostedTrees(SETTINGS.withMinChildWeight(1_001)).train(rows, 1, outcome);
        assertThat(trees.score(new double[] {-1})).isEqualTo(trees.score(new double[] {1}));
    }

    @Test
    void refusesWhatCannotBeFitted() {
        BoostedTrees trees = new BoostedTrees(SETTINGS);
        assertThatThrownBy(() -> trees.train(new float[0], 1, new float[0])).hasMessageContaining("0 rows");
        assertThatThrownBy(() -> trees.train(new float[3], 2, new float[2])).hasMessageContaining("3 values");
        assertThatThrownBy(() -> trees.train(new float[] {1, 2, 3, Float.POSITIVE_INFINITY}, 2, new float[2]))
                .hasMessageContaining("row 1, column 1");
        assertThatThrownBy(() -> trees.train(new float[2], 1, new float[] {1, Float.NaN}))
                .hasMessageContaining("outcome of row 1");
    }

    @Test
    void refusesSettingsOutOfRangeByName() {
        assertThatThrownBy(() -> SETTINGS.withDepth(0)).hasMessageContaining("depth");
        assertThatThrownBy(() -> SETTINGS.withRounds(0)).hasMessageContaining("rounds");
        assertThatThrownBy(() -> SETTINGS.withMinChildWeight(Double.NaN)).hasMessageContaining("minChildWeight");
        assertThatThrownBy(() -> new BoostingSettings(1, 1, 1.5, 0, 1, 0, 0, 1)).hasMessageContaining("eta");
        assertThatThrownBy(() -> new BoostingSettings(1, 1, 1, 0, 0, 0, 0, 1)).hasMessageContaining("subsample");
        assertThatThrownBy(() -> new BoostingSettings(1, 1, 1, 0, 1, -1, 0, 1)).hasMessageContaining("lambda");
        assertThatThrownBy(() -> new BoostingSettings(1, 1, 1, 0, 1, 0, 0, 0)).hasMessageContaining("threads");
    }

    private static float[] noise(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}
