package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.boosting.BoostingSettings;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The four learners on simulated rows whose effects are known in closed form. */
class LearnersTest {

    private static final List<String> FEATURES = List.of("a", "b", "c", "d");

    /** Two arms of effects (1 + b)/2 and -c, on an outcome that a moves far more; missing b acts as b = 2. */
    @ParameterizedTest
    @EnumSource
    void findsTheEffectsOfSeveralArmsAmongMissingValues(Learner learner) {
        ExperimentData data = twoArms(24_000, 1);
        ExperimentData fresh = twoArms(8_000, 2);
        TreeCateModel model = learner.with(learner.defaults()).fit(data, "v", arm -> {});
        assertThat(model.arms()).containsExactly("one", "two");
        double[][] cates = model.cates(fresh.values());
        assertThat(correlation(cates[0], truth(fresh, LearnersTest::effectOne))).isGreaterThan(.9);
        assertThat(correlation(cates[1], truth(fresh, x -> -x[2]))).isGreaterThan(.93);
        double[] row = new double[4];
        for (int i = 0; i < 200; i++) {
            Arms.copyRow(fresh, i, row);
            assertThat(model.cate(row, "one")).isEqualTo(cates[0][i]);
            assertThat(model.cate(row, "two")).isEqualTo(cates[1][i]);
        }
    }

    private static double effectOne(double[] x) {
        return (1 + (Double.isNaN(x[1]) ? 2 : x[1])) / 2;
    }

    private static ExperimentData twoArms(int rows, long seed) {
        Random random = new Random(seed);
        ExperimentData.Builder builder = new ExperimentData.Builder(FEATURES, "none");
        for (int i = 0; i < rows; i++) {
            double[] x = normal(random);
            x[1] = random.nextInt(5) == 0 ? Double.NaN : x[1];
            double y = 2 * x[0] + random.nextGaussian();
            switch (random.nextInt(3)) {
                case 1 -> builder.add("u" + i, "one", x, y + effectOne(x));
                case 2 -> builder.add("u" + i, "two", x, y - x[2]);
                default -> builder.add("u" + i, "none", x, y);
            }
        }
        return builder.build();
    }

    /** P(1) = sigmoid(a - 1), with treatment sigmoid(a + b): effects are differences of probabilities, within -1 and 1. */
    @ParameterizedTest
    @EnumSource
    void findsDifferencesOfProbabilitiesForABinaryOutcome(Learner learner) {
        Random random = new Random(3);
        ExperimentData.Builder builder = new ExperimentData.Builder(FEATURES, "none");
        for (int i = 0; i < 24_000; i++) {
            double[] x = normal(random);
            boolean treated = random.nextBoolean();
            double p = sigmoid(treated ? x[0] + x[1] : x[0] - 1);
            builder.add("u" + i, treated ? "mail" : "none", x, random.nextDouble() < p ? 1 : 0);
        }
        ExperimentData data = builder.build();
        assertThat(data.isBinary()).isTrue();
        double[] cates =
                learner.with(learner.defaults()).fit(data, "v", arm -> {}).cates(data.values())[0];
        double[] truth = truth(data, x -> sigmoid(x[0] + x[1]) - sigmoid(x[0] - 1));
        assertThat(correlation(cates, truth)).isGreaterThan(.93);
        assertThat(mean(cates)).isCloseTo(mean(truth), within(.02));
    }

    /**
     * Who has a large a is treated more often and buys more anyway. Regularised outcome models leave some of that in their
     * difference; what X and DR learners do about it is what they are for.
     */
    @Test
    void xAndDoublyRobustLearnersWithstandConfounding() {
        ExperimentData data = confounded(20_000, 1, false);
        double t = error(Learner.T, data);
        assertThat(error(Learner.X, data)).isLessThan(.6 * t);
        assertThat(error(Learner.DR, data)).isLessThan(.6 * t);
        assertThat(error(Learner.DR, confounded(20_000, 1, true)))
                .as("with the true propensities")
                .isLessThan(.6 * t);
    }

    private static double error(Learner learner, ExperimentData data) {
        ExperimentData fresh = confounded(20_000, 2, false);
        double[] cates =
                learner.with(learner.defaults()).fit(data, "v", arm -> {}).cates(fresh.values())[0];
        double[] truth = truth(fresh, x -> (1 + x[1]) / 2);
        return Math.sqrt(IntStream.range(0, cates.length)
                .mapToDouble(row -> (cates[row] - truth[row]) * (cates[row] - truth[row]))
                .average()
                .orElseThrow());
    }

    private static ExperimentData confounded(int rows, long seed, boolean given) {
        Random random = new Random(seed);
        ExperimentData.Builder builder =
                new ExperimentData.Builder(FEATURES, "none", given ? List.of("mail") : List.of());
        for (int i = 0; i < rows; i++) {
            double[] x = normal(random);
            double e = Math.max(.03, Math.min(.97, sigmoid(1.5 * x[0])));
            boolean treated = random.nextDouble() < e;
            double y = 2 * Math.sin(2 * x[0]) + 2 * x[0] + x[2] + random.nextGaussian();
            builder.add(
                    "u" + i,
                    treated ? "mail" : "none",
                    x,
                    treated ? y + (1 + x[1]) / 2 : y,
                    given ? new double[] {e} : new double[0],
                    i);
        }
        return builder.build();
    }

    /** By the formula a row's score moves by 1/e or 1/(1 - e) per unit of its outcome if, and only if, no model saw it. */
    @Test
    void noDoublyRobustScoreUsesAModelThatSawTheRow() {
        ExperimentData data = confounded(2_000, 4, true);
        LearnerSettings deep = LearnerSettings.of(new BoostingSettings(20, 6, .5, 1, 1, 0, 1, 1))
                .withMinChildShare(0);
        double[] before = new DRLearner(deep).crossFitted(data)[1];
        for (int row = 0; row < 5; row++) {
            double[] outcome =
                    IntStream.range(0, data.rows()).mapToDouble(data::outcome).toArray();
            outcome[row] += 10;
            double after = new DRLearner(deep).crossFitted(data.withOutcome(outcome))[1][row];
            double e = data.propensity(row, 1);
            double factor = data.arm(row) == 1 ? 1 / e : -1 / (1 - e);
            assertThat(after - before[row]).isCloseTo(10 * factor, within(1e-6 * Math.abs(factor)));
        }
    }

    /** An outcome without any structure: the loss on other rows is lowest near the start, and few trees are kept. */
    @Test
    void growthStopsWhereOtherRowsGainNothing() {
        Random random = new Random(5);
        ExperimentData.Builder builder = new ExperimentData.Builder(FEATURES, "none");
        for (int i = 0; i < 4_000; i++) {
            builder.add("u" + i, i % 2 == 0 ? "mail" : "none", normal(random), random.nextGaussian());
        }
        ExperimentData data = builder.build();
        LearnerSettings all = LearnerSettings.of(BoostingSettings.SHALLOW.withRounds(300));
        assertThat(mostTrees(new TLearner(all).fit(data, "v", arm -> {}))).isEqualTo(300);
        assertThat(mostTrees(new TLearner(all.withPatience(10)).fit(data, "v", arm -> {})))
                .isLessThan(60);
    }

    private static int mostTrees(TreeCateModel model) {
        return model.treatments()
                .get(0)
                .effect()
                .parts()
                .flatMap(part -> part.ensembles().stream())
                .mapToInt(ensemble -> ensemble.trees())
                .max()
                .orElseThrow();
    }

    @Test
    void learnersAreFoundByEitherName() {
        assertThat(Learner.named("DR")).isEqualTo(Learner.DR);
        assertThat(Learner.named("x-learner")).isEqualTo(Learner.X);
        assertThatThrownBy(() -> Learner.named("u"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'u' is unknown; known are t, s, x, dr");
    }

    private static double[] normal(Random random) {
        return new double[] {random.nextGaussian(), random.nextGaussian(), random.nextGaussian(), random.nextGaussian()
        };
    }

    private static double[] truth(ExperimentData data, ToDoubleFunction<double[]> effect) {
        double[] row = new double[4];
        return IntStream.range(0, data.rows())
                .mapToDouble(i -> {
                    Arms.copyRow(data, i, row);
                    return effect.applyAsDouble(row);
                })
                .toArray();
    }

    private static double correlation(double[] a, double[] b) {
        return new PearsonsCorrelation().correlation(a, b);
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
