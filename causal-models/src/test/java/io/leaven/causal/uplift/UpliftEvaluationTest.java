package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A model that is right by construction, on outcomes whose effects are known in closed form. */
class UpliftEvaluationTest {

    /** Effects x and 0 on x uniform on (0, 1). */
    private static final class Known implements CateModel {
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

    private static ExperimentData experiment(int rows) {
        Random random = new Random(5);
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

    @Test
    void everyMeasureOfAKnownModelIsWhatTheClosedFormSays() {
        List<ArmEvaluation> arms = UpliftEvaluation.evaluate(new Known(), experiment(300_000));
        ArmEvaluation helps = arms.get(0);
        assertThat(helps.arm()).isEqualTo("helps");
        assertThat(helps.treatedRows()).isEqualTo(100_000);
        assertThat(helps.controlRows()).isEqualTo(100_000);
        assertThat(helps.ate().lower()).isLessThan(.5);
        assertThat(helps.ate().upper()).isGreaterThan(.5);
        // Outcome variances 1 + 1/12 and 1: the interval's half width is 1.96 sqrt((13/12 + 1) / 100,000) = .00895.
        assertThat(helps.ate().upper() - helps.ate().estimate()).isCloseTo(.00895, within(1e-4));
        assertThat(helps.meanCate()).isCloseTo(.5, within(.005));
        assertThat(helps.qini()).isCloseTo(1.0 / 12, within(.005));
        assertThat(helps.auuc()).isCloseTo(1.0 / 3, within(.006));
        ArmEvaluation idle = arms.get(1);
        assertThat(idle.qini()).isZero();
        assertThat(idle.ate().estimate()).isCloseTo(0, within(.02));
    }

    @Test
    void decilesGoFromTheHighestEffectToTheLowestAndHoldAllRows() {
        ArmEvaluation helps =
                UpliftEvaluation.evaluate(new Known(), experiment(300_000)).get(0);
        assertThat(helps.deciles()).hasSize(10);
        assertThat(helps.deciles().stream().mapToInt(UpliftDecile::rows).sum()).isEqualTo(200_000);
        for (UpliftDecile decile : helps.deciles()) {
            double effect = 1.05 - decile.decile() / 10.0;
            assertThat(decile.predicted()).as("%s", decile).isCloseTo(effect, within(.01));
            assertThat(decile.observed().estimate()).as("%s", decile).isCloseTo(effect, within(.06));
        }
    }

    @Test
    void refusesRowsThatAreNotTheModels() {
        ExperimentData other = new ExperimentData.Builder(List.of("y"), "none").build();
        assertThatThrownBy(() -> UpliftEvaluation.evaluate(new Known(), other)).hasMessageContaining("[y]");
        ExperimentData data = experiment(30);
        ExperimentData noControl = data.where(row -> data.arm(row) != 0);
        assertThatThrownBy(() -> UpliftEvaluation.evaluate(new Known(), noControl))
                .hasMessageContaining("0 of control");
    }
}
