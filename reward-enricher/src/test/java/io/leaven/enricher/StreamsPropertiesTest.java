package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.StreamsConfig;
import org.junit.jupiter.api.Test;

class StreamsPropertiesTest {

    @Test
    void instanceWithANameIsAStaticMemberThatTakesItsPartitionsUpAgain() {
        Map<String, Object> named = mainConsumer(Map.of("enricher.instance.id", "one"));
        assertThat(named).containsEntry("group.instance.id", "one-1").containsEntry("session.timeout.ms", 10_000);

        Map<String, Object> nameless = mainConsumer(Map.of());
        assertThat(nameless).doesNotContainKey("group.instance.id").containsEntry("session.timeout.ms", 10_000);
    }

    @Test
    void settingsOfKafkaGoFirst() {
        assertThat(mainConsumer(Map.of("kafka.session.timeout.ms", "20000")))
                .hasEntrySatisfying(
                        "session.timeout.ms", timeout -> assertThat(timeout).hasToString("20000"));
    }

    @Test
    void standbyReplicasAreKafkasOwn() {
        assertThat(properties(Map.of())).containsEntry("num.standby.replicas", 0);
        assertThat(properties(Map.of("enricher.standby.replicas", "2"))).containsEntry("num.standby.replicas", 2);
    }

    /** As Kafka Streams makes the configuration of its first thread's consumer. */
    private static Map<String, Object> mainConsumer(Map<String, String> values) {
        return new StreamsConfig(properties(values)).getMainConsumerConfigs("group", "client", 1);
    }

    private static Properties properties(Map<String, String> values) {
        SettingsSource source = SettingsSource.of(values);
        try (Connection connection = new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, source))) {
            return StreamsProperties.of(new EnricherSettings(source), connection, "enricher", "cluster");
        }
    }
}
