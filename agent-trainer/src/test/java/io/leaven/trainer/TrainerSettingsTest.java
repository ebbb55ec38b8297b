package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.state.StateEncoder;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.config.DqnConfig;
import io.leaven.trainer.config.GateConfig;
import io.leaven.trainer.dqn.DqnSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;

class TrainerSettingsTest {

    @Test
    void thePaperPresetIsThePapersAgent() {
        // issue 2, section 6: 8-24-24-10, gamma .95, epsilon 1 -> .01 by .995, batch 50, Adam 1e-3;
        // 10 episodes over the data in batches of 50 are 10/50 updates for each transition
        TrainerSettings settings = of(Map.of(TrainerSettings.PRESET, "paper"));
        assertThat(settings.preset()).isEqualTo(TrainerPreset.PAPER);
        assertThat(settings.encoder()).contains(StateEncoder.paper());
        assertThat(settings.dqn()).isEqualTo(DqnSettings.paper());
        assertThat(settings.dqn().network(8, 10).layers()).containsExactly(8, 24, 24, 10);
        assertThat(settings.dqn().gamma()).isEqualTo(.95);
        assertThat(settings.dqn().batchSize()).isEqualTo(50);
        assertThat(settings.dqn().learningRate().at(5_000)).isEqualTo(1e-3);
        assertThat(settings.dyna().isOn()).isFalse();
        assertThat(settings.gate().isOn()).isFalse();
        assertThat(settings.loop().exploration()).isEqualTo(new ExplorationSchedule(1, .01, .995));
        assertThat(settings.loop().updatesPerTransition()).isEqualTo(.2);
    }

    @Test
    void byDefaultTheAgentPlansOnWhatTheCustomerHasBeenThrough() {
        TrainerSettings settings = of(Map.of());
        assertThat(settings.preset()).isEqualTo(TrainerPreset.DYNA);
        assertThat(settings.dyna().isOn()).isTrue();
        assertThat(settings.gate().share()).isEqualTo(.1);
        assertThat(settings.features()).isEqualTo(StateFeature.WITH_HISTORY);
        assertThat(settings.encoder()).contains(StateEncoder.typical(StateFeature.WITH_HISTORY));
        assertThat(settings.dqn().target().doubleDqn()).isTrue();
    }

    @Test
    void singleSettingsGoBeforeThePreset() {
        TrainerSettings settings =
                of(Map.of(TrainerSettings.PRESET, "paper", DqnConfig.NETWORK_HIDDEN, "64, 32", DqnConfig.GAMMA, ".9"));
        assertThat(settings.dqn().hidden()).containsExactly(64, 32);
        assertThat(settings.dqn().gamma()).isEqualTo(.9);
        assertThat(settings.loop().described())
                .containsEntry(DqnConfig.NETWORK_HIDDEN, "64,32")
                .containsEntry(DqnConfig.BATCH_SIZE, "50");
    }

    @Test
    void refusesValuesOutOfRange() {
        for (Map<String, String> wrong : List.of(
                Map.of(TrainerSettings.PRESET, "best"),
                Map.of(DqnConfig.GAMMA, "1.5"),
                Map.of(DqnConfig.GAMMA, "NaN"),
                Map.of(DqnConfig.BATCH_SIZE, "0"),
                Map.of(DqnConfig.LEARNING_RATE, "0"),
                Map.of(DqnConfig.NETWORK_HIDDEN, "24,x"),
                Map.of(TrainerSettings.EXPLORATION_START, ".1", TrainerSettings.EXPLORATION_END, ".2"),
                Map.of(TrainerSettings.EXPLORATION_DECAY, "1.5"),
                Map.of(TrainerSettings.UPDATES_PER_TRANSITION, "-1"),
                Map.of(GateConfig.SHARE, "1"),
                Map.of(GateConfig.MARGIN, "-1"),
                Map.of(GateConfig.CUSTOMERS, "50"),
                Map.of(TrainerSettings.AGENT, ""))) {
            assertThatExceptionOfType(ConfigException.class).as("%s", wrong).isThrownBy(() -> of(wrong));
        }
    }

    @Test
    void anUnknownKeyIsNamedWithTheOneThatWasMeant() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> of(Map.of("trainer.gama", ".9")))
                .withMessageContaining("trainer.gama")
                .withMessageContaining("did you mean 'trainer.gamma'");
    }

    @Test
    void aCatalogueThatCannotBeReadIsNamed() {
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(of(Map.of(TrainerSettings.CATALOGUE_FILE, "/no/such.yaml"))::catalogue)
                .withMessageContaining("/no/such.yaml");
    }

    private static TrainerSettings of(Map<String, String> values) {
        return new TrainerSettings(SettingsSource.of(values));
    }
}
