package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.RewardWeights;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class EnricherSettingsTest {

    @Test
    void defaults_are_the_causal_reward_and_the_decays_of_the_world() {
        EnricherSettings settings = settings();

        assertThat(settings.rewardWeights()).isEqualTo(RewardPreset.CAUSAL.weights());
        assertThat(settings.history().messageDecay()).isEqualTo(.75);
        assertThat(settings.history().purchaseDecay()).isEqualTo(.8);
        assertThat(settings.limits().graceMs()).isEqualTo(60_000);
        assertThat(settings.commitIntervalMs()).isEqualTo(100);
        assertThat(settings.threads()).isEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void a_weight_that_is_set_takes_the_place_of_the_presets() {
        EnricherSettings settings =
                settings(EnricherSettings.REWARD_PRESET, "paper", EnricherSettings.REWARD_UPLIFT, "3");

        assertThat(settings.rewardWeights()).isEqualTo(new RewardWeights(1, 3, 15, 5, -15, 0, 0, 0, .5));
    }

    @Test
    void the_application_is_named_by_the_topic_prefix_unless_it_is_set() {
        assertThat(settings().applicationId("blue.")).isEqualTo("blue.enricher");
        assertThat(settings(EnricherSettings.APPLICATION_ID, "mine").applicationId("blue."))
                .isEqualTo("mine");
    }

    @Test
    void overdue_events_are_looked_for_at_least_every_second_and_four_times_a_grace() {
        assertThat(settings().scanInterval()).isEqualTo(Duration.ofSeconds(1));
        assertThat(settings(EnricherSettings.DECISION_GRACE_MS, "2000").scanInterval())
                .isEqualTo(Duration.ofMillis(500));
        assertThat(settings(EnricherSettings.DECISION_GRACE_MS, "0").scanInterval())
                .isEqualTo(Duration.ofMillis(50));
    }

    @Test
    void wrong_values_and_unknown_keys_are_refused() {
        assertThatThrownBy(() -> settings(EnricherSettings.REWARD_PRESET, "causel"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("causal");
        assertThatThrownBy(() -> settings(EnricherSettings.REWARD_TICKET, "NaN"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("finite");
        assertThatThrownBy(() -> settings("enricher.threds", "2"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean 'enricher.threads'");
    }

    private static EnricherSettings settings(String... keysAndValues) {
        Map<String, String> values = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            values.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return new EnricherSettings(SettingsSource.of(values));
    }
}
