package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.world.Bakery;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Against the truth of WORLD.md, which the learner never sees. */
class TLearnerTest {

    private static final int ROWS_PER_ARM = 20_000;

    @ParameterizedTest
    @EnumSource
    void findsTheTrueUpliftOfTheBakery(Bakery world) {
        ExperimentData experiment = Bakery.data(world.experiment(ROWS_PER_ARM, 1));
        ExperimentData fresh = Bakery.data(world.experiment(ROWS_PER_ARM, 1_001));
        CateModel model = new TLearner(BoostingSettings.SHALLOW).fit(experiment, "v", arm -> {});
        double[][] cates = model.cates(fresh.values());
        for (int arm = 0; arm < cates.length; arm++) {
            String name = model.arms().get(arm);
            double[] truth = truth(world, fresh, Bakery.PROMOTIONS.indexOf(name));
            double correlation = new PearsonsCorrelation().correlation(cates[arm], truth);
            double qini = qini(fresh, arm + 1, cates[arm]) / qini(fresh, arm + 1, truth);
            assertThat(correlation).as("correlation, %s", name).isGreaterThan(.9);
            assertThat(qini).as("share of the true order's Qini, %s", name).isGreaterThan(.95);
            assertThat(mean(cates[arm])).as("mean, %s", name).isCloseTo(mean(truth), within(.1));
        }
    }

    /** A tenth of the customers are gold, 100 of an arm: fewer than the child weight, and they lose by a large discount. */
    @Test
    void aSmallExperimentStillSetsGoldCustomersApart() {
        ExperimentData small = Bakery.data(Bakery.PAPER.experiment(1_000, 5));
        double[] silver = new Bakery.Customer(38, 1, 4.2, 2).features(10);
        double[] gold = new Bakery.Customer(38, 1, 4.2, 3).features(10);
        CateModel model = new TLearner(BoostingSettings.SHALLOW).fit(small, "v", arm -> {});
        assertThat(model.cate(gold, "large")).isLessThan(model.cate(silver, "large") - 1.5);
        CateModel withoutShare = new TLearner(LearnerSettings.SHALLOW.withMinChildShare(1)).fit(small, "v", arm -> {});
        assertThat(withoutShare.cate(gold, "large")).isEqualTo(withoutShare.cate(silver, "large"));
    }

    @Test
    void oneRowAndManyRowsGiveTheSame() {
        ExperimentData data = Bakery.data(Bakery.REALISTIC.experiment(1_000, 2));
        List<String> fitted = new ArrayList<>();
        CateModel model = new TLearner(BoostingSettings.SHALLOW.withMinChildWeight(20)).fit(data, "v7", fitted::add);
        assertThat(fitted).containsExactly("none", "ad", "large", "small");
        assertThat(model.arms()).containsExactly("ad", "large", "small");
        assertThat(model.features()).isEqualTo(Bakery.FEATURES);
        assertThat(model.version()).isEqualTo("v7");
        double[][] cates = model.cates(data.values());
        for (int row = 0; row < data.rows(); row++) {
            double[] one = new double[8];
            for (int column = 0; column < 8; column++) {
                one[column] = data.value(row, column);
            }
            for (int arm = 0; arm < 3; arm++) {
                assertThat(model.cate(one, model.arms().get(arm))).isEqualTo(cates[arm][row]);
            }
        }
    }

    @Test
    void asksForKnownArmsAndWholeRows() {
        ExperimentData data = Bakery.data(Bakery.PAPER.experiment(50, 3));
        CateModel model = new TLearner(BoostingSettings.SHALLOW).fit(data, "v", arm -> {});
        assertThatThrownBy(() -> model.cate(new double[8], "free cake"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("free cake")
                .hasMessageContaining("[ad, large, small]");
        assertThatThrownBy(() -> model.cate(new double[7], "ad")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> model.cates(new double[15])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void anArmWithoutRowsIsNamed() {
        ExperimentData data = Bakery.data(Bakery.PAPER.experiment(50, 4));
        int small = data.arms().indexOf("small");
        ExperimentData without = data.where(row -> data.arm(row) != small);
        assertThatThrownBy(() -> new TLearner(BoostingSettings.SHALLOW).fit(without, "v", arm -> {}))
                .hasMessageContaining("'small' has no rows");
    }

    private static double[] truth(Bakery world, ExperimentData data, int promotion) {
        return IntStream.range(0, data.rows())
                .mapToDouble(row -> world.uplift(Bakery.customer(data, row), promotion))
                .toArray();
    }

    /** On the experiment's own outcomes, one arm against control. */
    private static double qini(ExperimentData data, int arm, double[] score) {
        int[] rows = IntStream.range(0, data.rows())
                .filter(row -> data.arm(row) == 0 || data.arm(row) == arm)
                .toArray();
        boolean[] treated = new boolean[rows.length];
        double[] outcome = new double[rows.length];
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            treated[i] = data.arm(rows[i]) == arm;
            outcome[i] = data.outcome(rows[i]);
            scores[i] = score[rows[i]];
        }
        return UpliftCurve.of(scores, treated, outcome).qiniArea();
    }

    private static double mean(double[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }
}
