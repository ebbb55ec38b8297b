package io.leaven.containers;

import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.testcontainers.utility.DockerImageName;

/** The images under test, as the build named them. */
final class Images {

    private static final String TAG = System.getProperty("leaven.image.tag");

    private Images() {}

    static DockerImageName kafka() {
        return DockerImageName.parse(System.getProperty("leaven.image.kafka"))
                .asCompatibleSubstituteFor("apache/kafka");
    }

    /** The image of an app, such as {@code enricher}, or of the registry. */
    static DockerImageName of(String app) {
        return DockerImageName.parse("leaven-" + app + ":" + TAG);
    }

    /** The image that holds every command. */
    static DockerImageName leaven() {
        return DockerImageName.parse("leaven:" + TAG);
    }

    /** The variables by which {@code docker-compose.yml} takes images. */
    static Map<String, String> composeVariables() {
        Map<String, String> variables = Stream.of(
                        "registry", "enricher", "trainer", "dispatcher", "delivery", "generator")
                .collect(Collectors.toMap(
                        app -> app.toUpperCase(Locale.ROOT) + "_IMAGE", app -> of(app).asCanonicalNameString()));
        variables.put("LEAVEN_IMAGE", leaven().asCanonicalNameString());
        variables.put("KAFKA_IMAGE", kafka().asCanonicalNameString());
        variables.put("PROMETHEUS_IMAGE", System.getProperty("leaven.image.prometheus"));
        return variables;
    }
}
