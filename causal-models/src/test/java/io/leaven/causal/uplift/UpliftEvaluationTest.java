package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;

/** A model that is right by construction, on outcomes whose effects are known in closed form. */
class UpliftEvaluationTest {

    /** Effects x and 0 on x uniform on (0, 1). */
    private static class Known implements CateModel {
        @Override
        public String version() {
            return "known";
        }

        @Override
        public List<String> features() {
            return List.of("x");
        }

        @Override
        public List<String> arms() {
            return List.of("helps", "idle");
        }

        @Override
        public double cate(double[] row, String arm) {
            return arm.equals("helps") ? row[0] : 0;
        }

        @Override
        public double[][] cates(double[] rows) {
            return new double[][] {rows.clone(), new double[rows.length]};
        }
    }

    private static ExperimentData experiment(int rows, long seed) {
        Random random = new Random(seed);
        ExperimentData.Builder builder = new ExperimentData.Builder(List.of("x"), "none");
        String[] arms = {"none", "helps", "idle"};
        for (int row = 0; row < rows; row++) {
            double x = random.nextDouble();
            String arm = arms[row % 3];
            double outcome = 2 + (arm.equals("helps") ? x : 0) + random.nextGaussian();
            builder.add("u" + row, arm, new double[] {x}, outcome);
        }
        return builder.build();
    }

    private static List<ArmEvaluation> known() {
        ExperimentData heldOut = experiment(300_000, 5);
        Nuisance nuisance = Nuisance.fit(experiment(30_000, 4), LearnerSettings.SHALLOW);
        return UpliftEvaluation.evaluate(new Known(), nuisance, heldOut, heldOut);
    }

    @Test
    void everyMeasureOfAKnownModelIsWhatTheClosedFormSays() {
        List<ArmEvaluation> arms = known();
        ArmEvaluation helps = arms.get(0);
        assertThat(helps.arm()).isEqualTo("helps");
        assertThat(helps.treatedRows()).isEqualTo(100_000);
        assertThat(helps.controlRows()).isEqualTo(100_000);
        assertThat(helps.isRandomised()).isTrue();
        assertThat(helps.ate()).isEqualTo(helps.ateDifference());
        assertThat(helps.ate().holds(.5)).isTrue();
        // Outcome variances 1 + 1/12 and 1: the interval's half width is 1.96 sqrt((13/12 + 1) / 100,000) = .00895.
        assertThat(halfWidth(helps.ate())).isCloseTo(.00895, within(1e-4));
        // Scores know x: variance 1/12 of the effect and 1/e + 1/(1 - e) = 4 of the noise, over 200,000 rows: .00886.
        assertThat(helps.ateAipw().holds(.5)).isTrue();
        assertThat(halfWidth(helps.ateAipw())).isCloseTo(.00886, within(1e-4));
        assertThat(helps.meanCate()).isCloseTo(.5, within(.005));
        assertThat(helps.curve().qiniArea()).isCloseTo(1.0 / 12, within(.005));
        assertThat(helps.curve().auucArea()).isCloseTo(1.0 / 3, within(.006));
        // The mean effect over .5 of the top three tenths: x from .7 to 1.
        assertThat(helps.upliftAt30().holds(.85)).isTrue();
        assertThat(helps.heterogeneity().slope().holds(1)).isTrue();
        // White's error of the slope: sqrt(4 / (200,000/12)) = .0155.
        assertThat(halfWidth(helps.heterogeneity().slope())).isCloseTo(1.96 * .0155, within(.001));
        assertThat(helps.heterogeneity().topMinusBottom().holds(.9)).isTrue();
        assertThat(helps.verdict())
                .isEqualTo("usable heterogeneity: customers with higher predicted effects have higher effects");
        ArmEvaluation idle = arms.get(1);
        assertThat(idle.qini()).isZero();
        assertThat(idle.ate().holds(0)).isTrue();
        assertThat(idle.heterogeneity().slope().estimate()).isNaN();
        assertThat(idle.verdict()).startsWith("no usable heterogeneity").contains("nor is the mean effect told from 0");
    }

    private static double halfWidth(Estimate estimate) {
        return (estimate.upper() - estimate.lower()) / 2;
    }

    @Test
    void decilesGoFromTheHighestEffectToTheLowestAndHoldAllRows() {
        ArmEvaluation helps = known().get(0);
        assertThat(helps.deciles()).hasSize(10);
        assertThat(helps.deciles().stream().mapToInt(UpliftDecile::rows).sum()).isEqualTo(200_000);
        for (UpliftDecile decile : helps.deciles()) {
            double effect = 1.05 - decile.decile() / 10.0;
            assertThat(decile.predicted()).as("%s", decile).isCloseTo(effect, within(.01));
            assertThat(decile.observed().estimate()).as("%s", decile).isCloseTo(effect, within(.06));
            assertThat(decile.gate().estimate()).as("%s", decile).isCloseTo(effect, within(.06));
        }
    }

    /** scikit-uplift's uplift_at_k of the golden rows: evaluation/peers/uplift_metrics.py. */
    @Test
    void upliftAtThirtyPercentAgreesWithTheDefinitionOfThePackage() {
        ExperimentData.Builder builder = new ExperimentData.Builder(List.of("x"), "none");
        for (int i = 0; i < 60; i++) {
            builder.add(
                    "u" + i,
                    UpliftCurveTest.Golden.treated()[i] ? "helps" : "none",
                    new double[] {UpliftCurveTest.Golden.score(1e-4)[i]},
                    UpliftCurveTest.Golden.continuous()[i]);
        }
        ExperimentData data = builder.build();
        CateModel helps = new Known() {
            @Override
            public List<String> arms() {
                return List.of("helps");
            }

            @Override
            public double[][] cates(double[] rows) {
                return new double[][] {rows.clone()};
            }
        };
        ArmEvaluation judged = UpliftEvaluation.evaluate(helps, Nuisance.fit(data, LearnerSettings.SHALLOW), data, data)
                .get(0);
        assertThat(judged.upliftAt30().estimate()).isCloseTo(1.554545454545, within(1e-11));
        assertThat(judged.curve().auucCausalml()).isCloseTo(.771667993433, within(1e-11));
    }

    /** Treated with probability sigmoid(x), effect 1, outcome 2x besides: means differ by far more than 1. */
    @Test
    void rowsThatWereNotRandomisedAreNoticedAndTheDoublyRobustEffectIsRight() {
        ExperimentData train = confounded(20_000, 1, x -> x, false);
        ExperimentData heldOut = confounded(20_000, 2, x -> x, false);
        ArmEvaluation judged = judged(train, heldOut);
        assertThat(judged.isRandomised()).isFalse();
        assertThat(judged.balance().features().get(0).feature()).isEqualTo("x");
        assertThat(judged.balance().features().get(0).isWide()).isTrue();
        assertThat(judged.balance().pValueOfMeans()).isLessThan(1e-6);
        assertThat(judged.ateDifference().lower()).isGreaterThan(2);
        assertThat(judged.ate()).isEqualTo(judged.ateAipw());
        assertThat(judged.ate().estimate()).isCloseTo(1, within(.06));
    }

    /** Treated by |x|: means do not differ, but trees tell who was treated. */
    @Test
    void aRuleThatLeavesMeansAloneIsNoticedByThePropensities() {
        ExperimentData train = confounded(20_000, 1, x -> Math.abs(x) - .8, false);
        ExperimentData heldOut = confounded(20_000, 2, x -> Math.abs(x) - .8, false);
        ArmEvaluation judged = judged(train, heldOut);
        assertThat(judged.balance().features()).noneMatch(ArmBalance.FeatureBalance::isWide);
        assertThat(judged.balance().pValueOfPropensity()).isLessThan(1e-6);
        assertThat(judged.isRandomised()).isFalse();
    }

    @Test
    void givenPropensitiesAreUsedAsTheyAre() {
        ExperimentData train = confounded(20_000, 1, x -> x, true);
        ExperimentData heldOut = confounded(20_000, 2, x -> x, true);
        ArmEvaluation judged = judged(train, heldOut);
        assertThat(judged.balance().propensitiesGiven()).isTrue();
        assertThat(judged.balance().pValueOfPropensity()).isNaN();
        assertThat(judged.ate()).isEqualTo(judged.ateAipw());
        assertThat(judged.ate().holds(1)).isTrue();
    }

    /** 200 randomised experiments: chance alone gives an alarm in about .2% of each of two tests. */
    @Test
    void chanceRarelyLooksLikeABrokenRandomisation() {
        int alarms = 0;
        double sum = 0;
        for (int seed = 0; seed < 200; seed++) {
            ExperimentData data = confounded(400, 100 + seed, x -> 0, false);
            int[] rows = Arms.pair(data, 1);
            boolean[] treated = Arms.isOf(data, rows, 1);
            BalanceCheck check = new BalanceCheck(data, rows, treated);
            double p = check.pValueOfMeans();
            sum += p;
            alarms += new ArmBalance(check.features(), p, Double.NaN, false).isRandomised() ? 0 : 1;
        }
        assertThat(alarms).isLessThanOrEqualTo(2);
        // p-values of a true hypothesis are uniform: mean 1/2, five standard errors are .1.
        assertThat(sum / 200).isCloseTo(.5, within(.1));
    }

    private static ArmEvaluation judged(ExperimentData train, ExperimentData heldOut) {
        CateModel model = new TLearner(LearnerSettings.SHALLOW).fit(train, "v", arm -> {});
        Nuisance nuisance = Nuisance.fit(train, Learner.DR.defaults());
        return UpliftEvaluation.evaluate(model, nuisance, heldOut, heldOut).get(0);
    }

    private static ExperimentData confounded(int rows, long seed, DoubleUnaryOperator logOdds, boolean given) {
        Random random = new Random(seed);
        ExperimentData.Builder builder =
                new ExperimentData.Builder(List.of("x", "noise"), "none", given ? List.of("mail") : List.of());
        for (int i = 0; i < rows; i++) {
            double[] x = {random.nextGaussian(), random.nextGaussian()};
            double e = 1 / (1 + Math.exp(-logOdds.applyAsDouble(x[0])));
            boolean treated = random.nextDouble() < e;
            double y = 2 * x[0] + (treated ? 1 : 0) + random.nextGaussian();
            builder.add("u" + i, treated ? "mail" : "none", x, y, given ? new double[] {e} : new double[0], i);
        }
        return builder.build();
    }

    /** Gaps by hand: treated 1, 3, 5 and control 0, 2: means 3 and 1, variances 4 and 2, so 2 / sqrt(3) = 1.1547. */
    @Test
    void theGapOfAFeatureIsStandardised() {
        ExperimentData data = new ExperimentData.Builder(List.of("x"), "none")
                .add("a", "mail", new double[] {1}, 0)
                .add("b", "mail", new double[] {3}, 0)
                .add("c", "mail", new double[] {5}, 0)
                .add("d", "mail", new double[] {Double.NaN}, 0)
                .add("e", "none", new double[] {0}, 0)
                .add("f", "none", new double[] {2}, 0)
                .build();
        int[] rows = Arms.pair(data, 1);
        boolean[] treated = Arms.isOf(data, rows, 1);
        List<ArmBalance.FeatureBalance> features = new BalanceCheck(data, rows, treated).features();
        assertThat(features.get(0).feature()).isEqualTo("x");
        assertThat(features.get(0).smd()).isCloseTo(1.1547, within(1e-4));
        // A quarter of the treated and none of control: .25 / sqrt(.25 / 2), with the variance of 0, 0, 0, 1 being .25.
        assertThat(features.get(1).feature()).isEqualTo("x is missing");
        assertThat(features.get(1).smd()).isCloseTo(.7071, within(1e-4));
    }

    /**
     * Hotelling's two samples by hand: treated (1, 0), (3, 3), (2, 0), control (0, 0), (0, 3), (0, 0): gaps 2 and 0. About the
     * means 1 and 1 the products sum to 8, 12 and 3; S = (1/6) (8 3; 3 12), d^2 = (3 x 3 / 6) x 4 x 6 x 12 / (96 - 9) = 4.9655; chi
     * squared with 2 degrees of freedom: exp(-d^2 / 2) = .08352.
     */
    @Test
    void theDistanceOfAllMeansIsHansenAndBowers() {
        double[][] treated = {{1, 0}, {3, 3}, {2, 0}};
        double[][] control = {{0, 0}, {0, 3}, {0, 0}};
        ExperimentData.Builder builder = new ExperimentData.Builder(List.of("x", "y"), "none");
        for (int i = 0; i < 3; i++) {
            builder.add("t" + i, "mail", treated[i], 0).add("c" + i, "none", control[i], 0);
        }
        ExperimentData data = builder.build();
        int[] rows = Arms.pair(data, 1);
        assertThat(new BalanceCheck(data, rows, Arms.isOf(data, rows, 1)).pValueOfMeans())
                .isCloseTo(.08352, within(1e-4));
    }

    @Test
    void personasAreCountedByTheirThresholds() {
        double[] effect = {.3, .1, .05, .05, -.02, -.5};
        double[] untreated = {.9, .1, .6, .4, .9, .1};
        Personas personas = Personas.of(effect, untreated, .1, .02, .5);
        assertThat(personas.persuadable()).isCloseTo(2 / 6.0, within(1e-12));
        assertThat(personas.sureThing()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(personas.lostCause()).isCloseTo(1 / 6.0, within(1e-12));
        assertThat(personas.doNotDisturb()).isCloseTo(2 / 6.0, within(1e-12));
    }

    /** Predictions of pure noise must not be called usable: 2.5% would be by chance. */
    @Test
    void noiseIsNotCalledHeterogeneity() {
        Random random = new Random(9);
        int usable = 0;
        for (int trial = 0; trial < 200; trial++) {
            double[] predicted = random.doubles(500).toArray();
            double[] scores = random.doubles(500).toArray();
            usable += Heterogeneity.slope(predicted, scores).lower() > 0 ? 1 : 0;
        }
        assertThat(usable).isLessThanOrEqualTo(13);
    }

    @Test
    void refusesRowsThatAreNotTheModels() {
        ExperimentData data = experiment(30, 5);
        Nuisance nuisance = Nuisance.fit(data, LearnerSettings.SHALLOW);
        ExperimentData other = new ExperimentData.Builder(List.of("y"), "none").build();
        assertThatThrownBy(() -> UpliftEvaluation.evaluate(new Known(), nuisance, other, other))
                .hasMessageContaining("[y]");
        ExperimentData noControl = data.where(row -> data.arm(row) != 0);
        assertThatThrownBy(() -> UpliftEvaluation.evaluate(new Known(), nuisance, noControl, noControl))
                .hasMessageContaining("0 of control");
    }
}
