package io.leaven.control.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EffectiveSettingTest {

    private static final ConfigDef OVEN = new ConfigDef()
            .define("oven.heat.celsius", Type.INT, 180, Importance.HIGH, "How hot.")
            .define("oven.time.ms", Type.LONG, 60_000L, Importance.HIGH, "How long.")
            .define("oven.name", Type.STRING, "old", Importance.LOW, "What it is called.")
            .define("oven.light", Type.BOOLEAN, true, Importance.LOW, "Whether one sees in.")
            .define("oven.key", Type.PASSWORD, null, Importance.LOW, "Who may open | close it.");

    @TempDir
    private Path folder;

    @Test
    void strongerLayersWinAndAreNamed() throws IOException {
        Path file = Files.writeString(
                folder.resolve("leaven.properties"),
                "oven.heat.celsius=1\noven.time.ms=1\noven.name=filed\ntopic.prefix=x.\ntrainer.seed=3\n");
        SettingsSource source = new SettingsSource(
                Optional.of(file),
                Map.of("LEAVEN_OVEN_HEAT_CELSIUS", "2", "LEAVEN_OVEN_TIME_MS", "2"),
                Map.of("oven.heat.celsius", "3"));

        assertThat(EffectiveSetting.of(OVEN, source))
                .extracting(EffectiveSetting::key, EffectiveSetting::value, EffectiveSetting::origin)
                .containsExactly(
                        tuple("oven.heat.celsius", "3", "command line"),
                        tuple("oven.time.ms", "2", "environment LEAVEN_OVEN_TIME_MS"),
                        tuple("oven.name", "filed", "file " + file),
                        tuple("oven.light", "true", "default"),
                        tuple("oven.key", "[not set]", "default"));
    }

    @Test
    void passwordsAreNeverShown() {
        List<EffectiveSetting> settings =
                EffectiveSetting.of(OVEN, SettingsSource.of(Map.of("oven.key", "open sesame")));

        assertThat(settings.get(4).value()).isEqualTo("[hidden]");
        assertThat(SettingsPage.text(settings) + SettingsPage.json(settings)).doesNotContain("sesame");
    }

    @Test
    void wrongValuesAndUnknownKeysAreErrors() {
        assertThatThrownBy(() -> EffectiveSetting.of(OVEN, SettingsSource.of(Map.of("oven.time.ms", "long"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("oven.time.ms");
        assertThatThrownBy(() -> EffectiveSetting.of(OVEN, SettingsSource.of(Map.of("connect.timeout.ms", "long"))))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("connect.timeout.ms");
        assertThatThrownBy(() -> EffectiveSetting.of(OVEN, SettingsSource.of(Map.of("oven.tme.ms", "1"))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean 'oven.time.ms'?");
    }

    @Test
    void pagesShowWhatIsKnown() {
        List<EffectiveSetting> settings = EffectiveSetting.of(OVEN, SettingsSource.of(Map.of("oven.name", "")));

        assertThat(SettingsPage.text(settings))
                .contains("oven.heat.celsius = 180   (default)\n    How hot.\n    int; also LEAVEN_OVEN_HEAT_CELSIUS\n")
                .contains("oven.name = [empty]   (command line)\n    What it is called.\n"
                        + "    string; also LEAVEN_OVEN_NAME; default: old");
        assertThat(SettingsPage.markdown(settings))
                .startsWith(
                        "| setting | default | what it does |\n|---|---|---|\n| `oven.heat.celsius` | `180` | How hot. |\n")
                .endsWith("| `oven.key` | `[not set]` | Who may open \\| close it. |");
        assertThat(SettingsPage.json(settings))
                .startsWith(
                        "[{\"key\":\"oven.heat.celsius\",\"value\":\"180\",\"origin\":\"default\",\"default\":\"180\","
                                + "\"type\":\"int\",\"environment\":\"LEAVEN_OVEN_HEAT_CELSIUS\",\"documentation\":\"How hot.\"}");
    }

    @Test
    void everyAppsSettingsBeginWithTheNameOfItsModule() {
        for (AppSettings app : AppSettings.values()) {
            if (app != AppSettings.CONNECTION) {
                assertThat(app.definition().names())
                        .as(app.label())
                        .isNotEmpty()
                        .allMatch(key -> key.startsWith(app.label().replaceFirst("\\..*", "") + "."));
            }
        }
        assertThatThrownBy(() -> AppSettings.byLabel("trainor"))
                .isInstanceOf(UserError.class)
                .hasMessage("no app has settings under the name 'trainor'; did you mean 'trainer'?");
    }
}
