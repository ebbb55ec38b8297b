package io.leaven.control.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Metric;
import io.leaven.app.SettingsSource;
import io.leaven.causal.fit.CausalMetric;
import io.leaven.dispatcher.DeliveryMetric;
import io.leaven.dispatcher.DispatcherMetric;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.generator.GeneratorMetric;
import io.leaven.trainer.TrainerMetric;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/**
 * {@code docs/configuration.md} and {@code docs/metrics.md} are made from the code and say what it says. After a change of
 * either, {@code mvn test -pl control-room -am -Dleaven.docs=write} writes them anew.
 */
class ReferencePagesTest {

    private static final Path DOCS = Path.of("..", "docs");

    @Test
    void settings() throws IOException {
        String page = Arrays.stream(AppSettings.values())
                .map(app -> "## " + app.label() + "\n\n" + app.purpose() + "\n\n"
                        + SettingsPage.markdown(EffectiveSetting.of(app.definition(), SettingsSource.of(Map.of())))
                        + "\n")
                .collect(Collectors.joining("\n", """
                        # Settings

                        Made from the code. The layers, weakest first: defaults, a properties file (`--config FILE`), the environment
                        (`LEAVEN_TOPIC_PREFIX` for `topic.prefix`), the command line (`--set KEY=VALUE`, and options of a command's
                        own). An unknown key is an error. Keys that begin with `kafka.` go to the Kafka clients as they are.
                        `leaven config APP` shows what is in force and why.

                        """, ""));
        assertPage("configuration.md", page);
    }

    @Test
    void metrics() throws IOException {
        Stream<Metric[]> apps = Stream.of(
                GeneratorMetric.values(),
                CausalMetric.values(),
                EnricherMetric.values(),
                TrainerMetric.values(),
                DispatcherMetric.values(),
                DeliveryMetric.values());
        String page = apps.flatMap(Arrays::stream)
                .map(metric -> "| `" + metric.id() + "` | " + metric.description() + " |\n")
                .collect(Collectors.joining(
                        "", "# Metrics\n\nMade from the code.\n\n| metric | what it is |\n|---|---|\n", ""));
        assertPage("metrics.md", page);
    }

    private static void assertPage(String name, String page) throws IOException {
        Path file = DOCS.resolve(name);
        if ("write".equals(System.getProperty("leaven.docs"))) {
            Files.writeString(file, page);
        }
        assertThat(file).as("run mvn with -Dleaven.docs=write").content().isEqualTo(page);
    }
}
