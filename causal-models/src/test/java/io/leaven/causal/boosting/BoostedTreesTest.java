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

    /** Pure noise is learned by heart; on other rows every tree makes it worse, so hardly any is kept. */
    @Test
    void growthStopsWhereOtherRowsGetWorse() {
        BoostingSettings greedy = new BoostingSettings(300, 6, .3, 1, 1, 1, 1, 1);
        TrainingRows train = new TrainingRows(noise(2_000, 6), 2, noise(1_000, 7));
        TrainingRows others = new TrainingRows(noise(2_000, 8), 2, noise(1_000, 9));
        TreeEnsemble stopped = new BoostedTrees(greedy).train(train, others, 20);
        assertThat(stopped.trees()).isLessThan(10);
        TreeEnsemble whole = new BoostedTrees(greedy).train(train);
        assertThat(loss(stopped, others)).isLessThan(.7 * loss(whole, others));
        // The trees that are kept are the first of those that would have been grown.
        TreeEnsemble first = new BoostedTrees(greedy.withRounds(stopped.trees())).train(train);
        assertThat(stopped.score(new double[] {.3, -.2})).isEqualTo(first.score(new double[] {.3, -.2}));
    }

    /** With the chance at 1 in 100 a row weighs .0099 in XGBoost: 50 rows' leaf would count as half a row. */
    @Test
    void theFloorOfALogisticLeafIsInRowsToo() {
        float[] rows = new float[10_000];
        float[] outcome = new float[10_000];
        for (int row = 0; row < rows.length; row++) {
            rows[row] = row < 50 ? 1 : 0;
            outcome[row] = row % 100 == 0 || row < 50 ? 1 : 0;
        }
        BoostingSettings settings = new BoostingSettings(20, 2, .3, 100, 1, 1, 1, 1);
        TreeEnsemble floored = new BoostedTrees(settings, Objective.LOGISTIC).train(rows, 1, outcome);
        assertThat(floored.score(new double[] {1})).isEqualTo(floored.score(new double[] {0}));
        TreeEnsemble free =
                new BoostedTrees(settings.withMinChildWeight(25), Objective.LOGISTIC).train(rows, 1, outcome);
        assertThat(free.score(new double[] {1})).isGreaterThan(.5f);
        assertThatThrownBy(() -> new BoostedTrees(settings, Objective.LOGISTIC).train(rows, 1, noise(10_000, 1)))
                .hasMessageContaining("no probability");
    }

    private static double loss(TreeEnsemble trees, TrainingRows rows) {
        double sum = 0;
        for (int row = 0; row < rows.rows(); row++) {
            double error = trees.score(new double[] {rows.values()[2 * row], rows.values()[2 * row + 1]})
                    - rows.outcome()[row];
            sum += error * error;
        }
        return sum / rows.rows();
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
