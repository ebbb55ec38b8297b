package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.HeldOutSplit;
import io.leaven.causal.uplift.Learner;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class UpliftSettingsTest {

    @Test
    void defaultsAreTheShallowTrees() {
        UpliftSettings settings = new UpliftSettings(SettingsSource.of(Map.of("bootstrap.servers", "elsewhere:1")));
        assertThat(settings.boosting()).isEqualTo(BoostingSettings.SHALLOW);
        assertThat(settings.split()).isEqualTo(new HeldOutSplit(1, .2));
    }

    @Test
    void everySettingReachesTheTrees() {
        UpliftSettings settings = new UpliftSettings(SettingsSource.of(Map.of(
                UpliftSettings.SEED, "9",
                UpliftSettings.ROUNDS, "7",
                UpliftSettings.DEPTH, "2",
                UpliftSettings.ETA, ".1",
                UpliftSettings.MIN_CHILD_WEIGHT, "11",
                UpliftSettings.SUBSAMPLE, ".6",
                UpliftSettings.LAMBDA, "3",
                UpliftSettings.THREADS, "2",
                UpliftSettings.HELD_OUT_SHARE, ".4")));
        assertThat(settings.boosting()).isEqualTo(new BoostingSettings(7, 2, .1, 11, .6, 3, 9, 2));
        assertThat(settings.split()).isEqualTo(new HeldOutSplit(9, .4));
    }

    /** Some trees suit one learner and not another; what is set counts for all. */
    @Test
    void growthFollowsTheLearnerUnlessItIsSet() {
        UpliftSettings t = new UpliftSettings(SettingsSource.of(Map.of()));
        assertThat(t.kind()).isEqualTo(Learner.T);
        assertThat(t.learnerSettings()).isEqualTo(Learner.T.defaults());
        assertThat(t.replicates()).isEqualTo(20);
        UpliftSettings dr = new UpliftSettings(SettingsSource.of(Map.of(UpliftSettings.LEARNER, "dr")));
        assertThat(dr.learnerSettings()).isEqualTo(Learner.DR.defaults());
        assertThat(dr.learner().name()).isEqualTo("dr-learner");
        UpliftSettings set = new UpliftSettings(SettingsSource.of(
                Map.of(UpliftSettings.LEARNER, "s", UpliftSettings.PATIENCE, "3", UpliftSettings.ROUNDS, "9")));
        assertThat(set.learnerSettings().patience()).isEqualTo(3);
        assertThat(set.boosting().rounds()).isEqualTo(9);
    }

    @ParameterizedTest
    @CsvSource({
        "causal.uplift.learner, q",
        "causal.uplift.bootstrap.replicates, 1",
        "causal.uplift.patience.rounds, -1",
        "causal.uplift.rounds, 0",
        "causal.uplift.eta, NaN",
        "causal.uplift.subsample, 1.1",
        "causal.uplift.held.out.share, 1",
        "causal.seed, one"
    })
    void wrongValuesAreNamed(String key, String value) {
        assertThatThrownBy(() -> new UpliftSettings(SettingsSource.of(Map.of(key, value))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(key);
    }

    @Test
    void unknownKeysAreRefusedWithAGuess() {
        assertThatThrownBy(() -> new UpliftSettings(SettingsSource.of(Map.of("causal.uplift.round", "3"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("causal.uplift.rounds");
    }
}
