package io.leaven.causal.boosting;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Expected numbers are XGBoost4J's own predictions from the stored bytes. */
class TreeEnsembleTest {

    private static final int COLUMNS = 6;

    @ParameterizedTest(name = "depth {0}, {1} rounds, child weight {2}, missing share {3}, seed {4}")
    @CsvSource({
        "1, 1, 1, 0, 1",
        "2, 150, 20, 0, 2",
        "3, 150, 1, .2, 3",
        "3, 150, 100, .9, 4",
        "12, 60, 0, .3, 5",
        "16, 20, 0, .1, 6"
    })
    void predictsAsXgboostDoes(int depth, int rounds, double childWeight, double missing, long seed) throws Exception {
        Sample train = Sample.draw(3_000, missing, seed);
        TreeEnsemble trees = train.fit(new BoostingSettings(rounds, depth, .1, childWeight, .7, 1, seed, 2));
        Sample fresh = Sample.draw(2_000, missing, seed + 100);
        float[] expected = xgboost(trees, fresh);
        double[] rows = fresh.asDoubles();
        float[] batch = new float[fresh.rows()];
        trees.score(rows, batch);
        double spread = 0;
        for (int row = 0; row < fresh.rows(); row++) {
            float one = trees.score(rows, row * COLUMNS);
            assertThat(one).as("row %d", row).isCloseTo(expected[row], within(1e-6f * Math.max(1, Math.abs(one))));
            assertThat(batch[row]).isEqualTo(one);
            spread = Math.max(spread, Math.abs(one - batch[0]));
        }
        assertThat(spread).as("predictions differ among rows").isGreaterThan(.1);
    }

    @Test
    void rowsOnAThresholdGoWhereXgboostSendsThem() throws Exception {
        Random random = new Random(7);
        float[] rows = new float[2_000 * COLUMNS];
        float[] outcome = new float[2_000];
        for (int row = 0; row < outcome.length; row++) {
            for (int column = 0; column < COLUMNS; column++) {
                rows[row * COLUMNS + column] = random.nextInt(4) / 10f;
            }
            outcome[row] = rows[row * COLUMNS] + 3 * rows[row * COLUMNS + 1] + (float) random.nextGaussian();
        }
        Sample whole = new Sample(rows, outcome);
        TreeEnsemble trees = whole.fit(BoostingSettings.SHALLOW.withMinChildWeight(1));
        float[] scores = new float[outcome.length];
        double[] doubles = whole.asDoubles();
        trees.score(doubles, scores);
        float[] expected = xgboost(trees, whole);
        for (int row = 0; row < scores.length; row++) {
            assertThat(scores[row]).isCloseTo(expected[row], within(1e-6f));
            assertThat(trees.score(doubles, row * COLUMNS)).isEqualTo(scores[row]);
        }
    }

    @Test
    void survivesBeingStored() throws Exception {
        Sample sample = Sample.draw(500, .1, 8);
        TreeEnsemble trees = sample.fit(BoostingSettings.SHALLOW.withMinChildWeight(5));
        TreeEnsemble again = TreeEnsemble.read(trees.toBytes());
        assertThat(again.toBytes()).isEqualTo(trees.toBytes());
        assertThat(again.trees()).isEqualTo(BoostingSettings.SHALLOW.rounds());
        assertThat(again.features()).isEqualTo(COLUMNS);
        double[] rows = sample.asDoubles();
        for (int row = 0; row < sample.rows(); row++) {
            assertThat(again.score(rows, row * COLUMNS)).isEqualTo(trees.score(rows, row * COLUMNS));
        }
    }

    @ParameterizedTest(name = "missing share {0}")
    @ValueSource(doubles = {0, .3})
    void givesProbabilitiesAsXgboostDoes(double missing) throws Exception {
        Sample train = Sample.draw(3_000, missing, 11);
        float[] bought = new float[train.rows()];
        for (int row = 0; row < bought.length; row++) {
            bought[row] = train.outcome()[row] > 6.5 ? 1 : 0;
        }
        TreeEnsemble trees = new BoostedTrees(BoostingSettings.SHALLOW.withMinChildWeight(20), Objective.LOGISTIC)
                .train(train.values(), COLUMNS, bought);
        float[] expected = xgboost(trees, train);
        double[] rows = train.asDoubles();
        float[] batch = new float[train.rows()];
        trees.score(rows, batch);
        for (int row = 0; row < batch.length; row++) {
            assertThat(batch[row]).isCloseTo(expected[row], within(2e-6f)).isBetween(0f, 1f);
            assertThat(trees.score(rows, row * COLUMNS)).isEqualTo(batch[row]);
        }
    }

    @ParameterizedTest(name = "missing share {0}, depth {1}")
    @CsvSource({"0, 3", ".3, 3", ".3, 8"})
    void columnsThatAreGivenCountAsIfTheyStoodInTheRow(double missing, int depth) {
        Sample sample = Sample.draw(2_000, missing, 12);
        TreeEnsemble trees =
                sample.fit(BoostingSettings.SHALLOW.withDepth(depth).withMinChildWeight(5));
        double[] rows = sample.asDoubles();
        for (double[] last : new double[][] {{.1, -.2}, {1.5, 0}, {-1, .4, .4, .1, .7}}) {
            TreeEnsemble given = trees.given(last);
            int kept = COLUMNS - last.length;
            assertThat(given.features()).isEqualTo(kept);
            for (int row = 0; row < sample.rows(); row++) {
                double[] whole = Arrays.copyOfRange(rows, row * COLUMNS, (row + 1) * COLUMNS);
                System.arraycopy(last, 0, whole, kept, last.length);
                assertThat(given.score(Arrays.copyOf(whole, kept))).isEqualTo(trees.score(whole));
            }
        }
        assertThatThrownBy(() -> trees.given(new double[COLUMNS])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void constantOutcomesGiveThatConstant() {
        float[] rows = Sample.draw(200, 0, 9).values();
        float[] outcome = new float[200];
        Arrays.fill(outcome, 4.25f);
        TreeEnsemble trees = new BoostedTrees(BoostingSettings.SHALLOW).train(rows, COLUMNS, outcome);
        assertThat(trees.score(new double[COLUMNS])).isCloseTo(4.25f, within(1e-5f));
    }

    @Test
    void refusesAnotherObjectiveOfXgboost() throws XGBoostError {
        DMatrix matrix = new DMatrix(new float[] {0, 1, 2, 3}, 4, 1, Float.NaN);
        matrix.setLabel(new float[] {0, 1, 0, 1});
        Booster logistic = XGBoost.train(matrix, Map.of("objective", "reg:logistic"), 1, Map.of(), null, null);
        byte[] saved = SavedTrees.compress(logistic.toByteArray("json"));
        logistic.dispose();
        matrix.dispose();
        assertThatThrownBy(() -> TreeEnsemble.read(saved))
                .isInstanceOf(InvalidTreesException.class)
                .hasMessageContaining("reg:logistic");
    }

    private static float[] xgboost(TreeEnsemble trees, Sample sample) throws Exception {
        Booster booster = XGBoost.loadModel(SavedTrees.decompress(trees.toBytes()));
        DMatrix matrix = new DMatrix(sample.values(), sample.rows(), COLUMNS, Float.NaN);
        try {
            float[][] predictions = booster.predict(matrix);
            float[] flat = new float[predictions.length];
            for (int row = 0; row < flat.length; row++) {
                flat[row] = predictions[row][0];
            }
            return flat;
        } finally {
            matrix.dispose();
            booster.dispose();
        }
    }

    private record Sample(float[] values, float[] outcome) {

        static Sample draw(int rows, double missing, long seed) {
            Random random = new Random(seed);
            float[] values = new float[rows * COLUMNS];
            float[] outcome = new float[rows];
            for (int row = 0; row < rows; row++) {
                int at = row * COLUMNS;
                for (int column = 0; column < COLUMNS; column++) {
                    values[at + column] = (float) random.nextGaussian();
                }
                outcome[row] = (float) (5
                        + 2 * Math.sin(values[at])
                        + (values[at + 1] > .3 ? values[at + 2] : 0)
                        + .5 * random.nextGaussian());
                for (int column = 0; column < COLUMNS; column++) {
                    if (random.nextDouble() < missing) {
                        values[at + column] = Float.NaN;
                        outcome[row] += .3f;
                    }
                }
            }
            return new Sample(values, outcome);
        }

        int rows() {
            return outcome.length;
        }

        TreeEnsemble fit(BoostingSettings settings) {
            return new BoostedTrees(settings).train(values, COLUMNS, outcome);
        }

        double[] asDoubles() {
            double[] rows = new double[values.length];
            for (int i = 0; i < rows.length; i++) {
                rows[i] = values[i];
            }
            return rows;
        }
    }
}
