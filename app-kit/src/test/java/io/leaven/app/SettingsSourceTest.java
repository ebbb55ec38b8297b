package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SettingsSourceTest {

    private static final ConfigDef TRAINER = new ConfigDef()
            .define("trainer.batch.size", Type.INT, 50, Importance.HIGH, "Transitions in a gradient step.")
            .define("trainer.snapshot.interval.ms", Type.LONG, 1_000L, Importance.LOW, "Between snapshots.");

    @TempDir
    Path folder;

    @Test
    void theStrongerLayerWins() throws IOException {
        SettingsSource source = new SettingsSource(
                Optional.of(file("""
                        topic.prefix=from-file.
                        bootstrap.servers=file:1
                        trainer.batch.size=10
                        """)),
                Map.of("LEAVEN_BOOTSTRAP_SERVERS", "environment:1", "LEAVEN_TRAINER_BATCH_SIZE", "20"),
                Map.of("trainer.batch.size", "30"));

        ConnectionSettings connection = ConnectionSettings.beside(TRAINER, source);

        assertThat(connection.topicPrefix()).isEqualTo("from-file.");
        assertThat(connection.bootstrapServers()).isEqualTo("environment:1");
        assertThat(connection.registryUrl()).isEqualTo(ConnectionSettings.DEFAULT_REGISTRY);
        assertThat(source.resolve(TRAINER, ConnectionSettings.DEFINITION)).containsEntry("trainer.batch.size", "30");
    }

    @Test
    void whatNobodySetIsLeftToTheDefinition() {
        assertThat(SettingsSource.of(Map.of()).resolve(TRAINER)).isEmpty();
    }

    @Test
    void anUnknownKeyIsRefusedWithTheNearestOne() throws IOException {
        Path file = file("trainer.batchsize=10");

        assertThatThrownBy(() -> new SettingsSource(Optional.of(file), Map.of(), Map.of()).resolve(TRAINER))
                .isInstanceOf(UserError.class)
                .hasMessage("unknown setting 'trainer.batchsize' in " + file + "; did you mean 'trainer.batch.size'?");
        assertThatThrownBy(() -> SettingsSource.of(Map.of("topic.prefx", "x")).resolve(ConnectionSettings.DEFINITION))
                .isInstanceOf(UserError.class)
                .hasMessage("unknown setting 'topic.prefx' in the command line; did you mean 'topic.prefix'?");
    }

    @Test
    void oneFileServesEveryApp() throws IOException {
        SettingsSource source = new SettingsSource(Optional.of(file("""
                        trainer.batch.size=10
                        enricher.grace.ms=500
                        dispatcher.group=x
                        """)), Map.of(), Map.of());

        assertThat(source.resolve(TRAINER, ConnectionSettings.DEFINITION))
                .containsExactly(Map.entry("trainer.batch.size", "10"));
    }

    @Test
    void keysOfKafkaGoToItsClientsFromEveryLayer() throws IOException {
        SettingsSource source = new SettingsSource(
                Optional.of(file("""
                        kafka.security.protocol=SASL_SSL
                        kafka.client.id=file
                        """)),
                Map.of("LEAVEN_KAFKA_CLIENT_ID", "environment", "LEAVEN_TOPIC_PREFIX", "x.", "HOME", "/root"),
                Map.of("kafka.linger.ms", "7"));

        assertThat(source.kafka())
                .isEqualTo(Map.of("security.protocol", "SASL_SSL", "client.id", "environment", "linger.ms", "7"));
        assertThat(new ConnectionSettings(source).kafkaClient())
                .containsEntry("security.protocol", "SASL_SSL")
                .containsEntry("bootstrap.servers", "localhost:9092");
    }

    @Test
    void theEnvironmentsNameOfAKeyIsUpperCaseWithUnderscores() {
        assertThat(SettingsSource.environmentName("schema.registry.url")).isEqualTo("LEAVEN_SCHEMA_REGISTRY_URL");
    }

    @Test
    void aFileThatCannotBeReadIsNamed() {
        SettingsSource source = new SettingsSource(Optional.of(folder.resolve("absent")), Map.of(), Map.of());

        assertThatThrownBy(() -> source.resolve(TRAINER))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("cannot read settings file", "absent");
    }

    @Test
    void secretsComeFromFilesThatTheEnvironmentNames() throws IOException {
        Path jaas = Files.writeString(folder.resolve("jaas"), "org.example.Login required password=\"x\";\n");
        Path user = Files.writeString(folder.resolve("user"), "leaven:s3cret\n");
        SettingsSource source = new SettingsSource(
                Optional.empty(),
                Map.of(
                        "LEAVEN_KAFKA_SASL_JAAS_CONFIG_FILE", jaas.toString(),
                        "LEAVEN_BASIC_AUTH_USER_INFO_FILE", user.toString(),
                        "LEAVEN_TOPIC_PREFIX_FILE", user.toString()),
                Map.of());

        assertThat(source.kafka()).isEqualTo(Map.of("sasl.jaas.config", "org.example.Login required password=\"x\";"));
        assertThat(source.resolve(ConnectionSettings.DEFINITION))
                .isEqualTo(Map.of("basic.auth.user.info", "leaven:s3cret"));
    }

    @Test
    void aFileOfASecretThatCannotBeReadIsNamed() {
        String file = folder.resolve("absent").toString();
        SettingsSource source =
                new SettingsSource(Optional.empty(), Map.of("LEAVEN_BASIC_AUTH_USER_INFO_FILE", file), Map.of());

        assertThatThrownBy(() -> source.resolve(ConnectionSettings.DEFINITION))
                .isInstanceOf(UserError.class)
                .hasMessageContainingAll("LEAVEN_BASIC_AUTH_USER_INFO_FILE", file);
    }

    /** Kafka's own errors name the word at which they stumble. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "org.example.Login required username=\"me\" password=pass s3cret;",
                "pass s3cret;",
                "org.example.Login required password=\"s3cret\"",
                "org.example.Login required password=\"a\"; s3cret required;"
            })
    void aLoginThatCannotBeReadIsNotRepeated(String jaas) {
        SettingsSource source =
                new SettingsSource(Optional.empty(), Map.of("LEAVEN_KAFKA_SASL_JAAS_CONFIG", jaas), Map.of());

        assertThatThrownBy(() -> new ConnectionSettings(source))
                .isInstanceOf(ConfigException.class)
                .hasNoCause()
                .hasMessageContaining("kafka.sasl.jaas.config cannot be read")
                .hasMessageNotContaining("s3cret");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "https://me:s3cret@registry.example",
                "http://registry.example,https://s3cret@registry.example/apis/ccompat/v7",
                "http://registry.example, //me:s3cret@registry.example"
            })
    void aRegistrysPasswordHasNoPlaceInItsAddress(String url) {
        SettingsSource source = SettingsSource.of(Map.of("schema.registry.url", url));

        assertThatThrownBy(() -> new ConnectionSettings(source))
                .isInstanceOf(ConfigException.class)
                .hasNoCause()
                .hasMessageContainingAll("schema.registry.url", "basic.auth.user.info")
                .hasMessageNotContaining("s3cret");
    }

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("leaven.properties"), text);
    }
}
