package io.leaven.evaluation.tuning;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.SettingsSource;
import io.leaven.trainer.TrainerSettings;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SearchSpaceTest {

    private final UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(7);

    @Test
    void valuesAreDrawnFromTheirRanges() {
        SearchSpace space = SearchSpace.parse("""
                rate: {from: 1e-4, to: 1e-2, log: true}
                steps: {from: 1, to: 3, whole: true}
                width: {of: ["24,24", 64]}
                """, "test");
        Set<String> steps = new HashSet<>();
        Set<String> widths = new HashSet<>();
        int below = 0;
        for (int i = 0; i < 1_000; i++) {
            Map<String, String> drawn = space.draw(random);
            double rate = Double.parseDouble(drawn.get("rate"));
            assertThat(rate).isBetween(1e-4, 1e-2);
            below += rate < 1e-3 ? 1 : 0;
            steps.add(drawn.get("steps"));
            widths.add(drawn.get("width"));
        }
        assertThat(steps).containsExactlyInAnyOrder("1", "2", "3");
        assertThat(widths).containsExactlyInAnyOrder("24,24", "64");
        // Half in the logarithm: 500 of 1,000, standard deviation 16.
        assertThat(below).isBetween(420, 580);
    }

    @ParameterizedTest
    @ValueSource(strings = {"dyna", "double-dqn", "paper"})
    void whatComesWithAPresetIsAcceptedByTheTrainer(String preset) {
        SearchSpace space = SearchSpace.of(preset);
        for (int i = 0; i < 200; i++) {
            Map<String, String> settings = new LinkedHashMap<>(space.draw(random));
            settings.put(TrainerSettings.PRESET, preset);
            assertThatCode(() -> new TrainerSettings(SettingsSource.of(settings)))
                    .as("%s", settings)
                    .doesNotThrowAnyException();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: {from: 1}            | a: needs either `of`, or `from` and `to`",
                "a:                      | a: needs either `of`, or `from` and `to`",
                "a: {of: [1], from: 1}   | a: needs either `of`, or `from` and `to`",
                "a: {of: []}             | a: needs at least one value",
                "a: {from: 2, to: 1}     | a: from 2.0 to 1.0 is no range",
                "a: {from: 0, to: 1, log: true} | a: from 0.0 has no logarithm",
                "a: {form: 1, to: 2}     | form",
                "{}                      | names no setting"
            })
    void aWrongFileIsNamedWithWhatIsWrong(String yaml, String message) {
        assertThatThrownBy(() -> SearchSpace.parse(yaml, "space.yaml"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("space.yaml")
                .hasMessageContaining(message);
    }

    @Test
    void aFileThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> SearchSpace.read(Path.of("nowhere.yaml"))).hasMessageContaining("nowhere.yaml");
    }
}
