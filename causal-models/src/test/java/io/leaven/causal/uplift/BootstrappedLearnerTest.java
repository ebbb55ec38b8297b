package io.leaven.causal.uplift;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.causal.boosting.BoostingSettings;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class BootstrappedLearnerTest {

    /** One split on a flag, kept whole: a model's effect is the difference in means within each half. */
    private static final LearnerSettings MEANS =
            LearnerSettings.of(new BoostingSettings(1, 1, 1, 1, 1, 0, 1, 1)).withMinChildShare(0);

    /**
     * Then the error is Neyman's: outcomes of sd 1 in one half and 3 in the other, 1,000 rows of each arm in each, give
     * sqrt(2/1000) = .0447 and three times that. With 100 replicates an error is known to 1/sqrt(198) = 7%; three of that.
     */
    @Test
    void agreesWithTheErrorOfADifferenceInMeans() {
        TreeCateModel model = new BootstrappedLearner(new TLearner(MEANS), MEANS, 100).fit(flags(), "v", arm -> {});
        assertThat(model.hasStandardErrors()).isTrue();
        double[][] errors = model.standardErrors(new double[] {0, 1});
        assertThat(errors[0][0]).isCloseTo(Math.sqrt(2 / 1e3), within(.21 * .0447));
        assertThat(errors[0][1]).isCloseTo(3 * Math.sqrt(2 / 1e3), within(.21 * .134));
        double[] one = {1};
        assertThat(model.standardError(one, "mail")).isEqualTo(errors[0][1]);
        assertThat(model.bound(one, "mail", -2)).isEqualTo(model.cate(one, "mail") - 2 * errors[0][1]);
    }

    /** Each customer stands there four times over with the same outcome: the error is that of a quarter of the rows. */
    @Test
    void rowsOfOneUnitAreDrawnTogether() {
        Random random = new Random(2);
        ExperimentData.Builder builder = new ExperimentData.Builder(List.of("flag"), "none");
        for (int i = 0; i < 2_000; i++) {
            double y = random.nextGaussian();
            for (int copy = 0; copy < 4; copy++) {
                builder.add("u" + i, i % 2 == 0 ? "mail" : "none", new double[] {i / 2 % 2}, y);
            }
        }
        TreeCateModel model =
                new BootstrappedLearner(new TLearner(MEANS), MEANS, 100).fit(builder.build(), "v", arm -> {});
        assertThat(model.standardError(new double[] {1}, "mail")).isCloseTo(Math.sqrt(2 / 500.0), within(.02));
    }

    @Test
    void theEffectsAreThoseOfTheLearnerAndEachReplicateIsTold() {
        List<String> told = new ArrayList<>();
        ExperimentData data = flags();
        TreeCateModel with = new BootstrappedLearner(new TLearner(MEANS), MEANS, 3).fit(data, "v", told::add);
        CateModel without = new TLearner(MEANS).fit(data, "v", arm -> {});
        assertThat(told).containsExactly("none", "mail", "replicate 1", "replicate 2", "replicate 3");
        assertThat(with.cates(data.values())).isDeepEqualTo(without.cates(data.values()));
        assertThat(without.hasStandardErrors()).isFalse();
        assertThat(without.standardError(new double[] {1}, "mail")).isNaN();
        assertThat(without.standardErrors(new double[] {1})[0][0]).isNaN();
        assertThat(without.bound(new double[] {1}, "mail", 0)).isEqualTo(without.cate(new double[] {1}, "mail"));
    }

    @Test
    void oneReplicateIsNoBootstrap() {
        assertThatThrownBy(() -> new BootstrappedLearner(new TLearner(MEANS), MEANS, 1))
                .hasMessageContaining("2 or more");
    }

    private static ExperimentData flags() {
        Random random = new Random(1);
        ExperimentData.Builder builder = new ExperimentData.Builder(List.of("flag"), "none");
        for (int i = 0; i < 4_000; i++) {
            int flag = i / 2 % 2;
            double noise = (flag == 1 ? 3 : 1) * random.nextGaussian();
            builder.add("u" + i, i % 2 == 0 ? "mail" : "none", new double[] {flag}, 10 * flag + noise);
        }
        return builder.build();
    }
}
