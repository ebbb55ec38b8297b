package io.leaven.platform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.testkit.KeyPair;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The settings of docs/security.md against a broker that asks for a certificate, a password and rights. */
class SecureBrokerIT {

    private static final String STORE_PASSWORD = "store-s3cret";
    private static final String PASSWORD = "s3cret-of-the-writer";

    @TempDir
    private static Path folder;

    private static EmbeddedBroker broker;
    private static int securePort;

    @BeforeAll
    static void startBroker() throws Exception {
        KeyPair.make(folder, "broker", STORE_PASSWORD);
        KeyPair.make(folder, "app", STORE_PASSWORD);
        securePort = Ports.forServers("localhost", 1).get(0);
        broker = EmbeddedBroker.start(
                "localhost", 0, Files.createDirectory(folder.resolve("broker")), SecureBrokerIT::secure);
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", broker.address()))) {
            admin.createTopics(List.of(new NewTopic("mine", 1, (short) 1), new NewTopic("others", 1, (short) 1)))
                    .all()
                    .get();
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            "writer", new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, 4096), PASSWORD)))
                    .all()
                    .get();
            admin.createAcls(List.of(new AclBinding(
                            new ResourcePattern(ResourceType.TOPIC, "mine", PatternType.LITERAL),
                            new AccessControlEntry("User:writer", "*", AclOperation.WRITE, AclPermissionType.ALLOW))))
                    .all()
                    .get();
        }
    }

    @AfterAll
    static void stopBroker() {
        if (broker != null) {
            broker.close();
        }
    }

    private static void secure(Properties properties) {
        properties.merge("listeners", ",SECURE://localhost:" + securePort, (all, more) -> "" + all + more);
        properties.merge("advertised.listeners", ",SECURE://localhost:" + securePort, (all, more) -> "" + all + more);
        properties.merge("listener.security.protocol.map", ",SECURE:SASL_SSL", (all, more) -> "" + all + more);
        properties.put("sasl.enabled.mechanisms", "SCRAM-SHA-512");
        properties.put(
                "listener.name.secure.scram-sha-512.sasl.jaas.config",
                "org.apache.kafka.common.security.scram.ScramLoginModule required;");
        properties.put("listener.name.secure.ssl.client.auth", "required");
        properties.put("listener.name.secure.ssl.keystore.type", "PKCS12");
        properties.put(
                "listener.name.secure.ssl.keystore.location",
                folder.resolve("broker.p12").toString());
        properties.put("listener.name.secure.ssl.keystore.password", STORE_PASSWORD);
        properties.put("listener.name.secure.ssl.key.password", STORE_PASSWORD);
        properties.put("listener.name.secure.ssl.truststore.type", "PEM");
        properties.put(
                "listener.name.secure.ssl.truststore.location",
                folder.resolve("app.pem").toString());
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("super.users", "User:ANONYMOUS");
    }

    @Test
    void withCertificatePasswordAndRightAnAppWritesAndOnlyWhereItMay() throws Exception {
        try (Connection connection = connection(PASSWORD, true);
                Producer<byte[], byte[]> producer = connection.check().rawProducer("writer", Map.of())) {
            byte[] value = "x".getBytes(StandardCharsets.UTF_8);

            assertThat(producer.send(new ProducerRecord<>("mine", value)).get().offset())
                    .isZero();
            assertThatThrownBy(() ->
                            producer.send(new ProducerRecord<>("others", value)).get())
                    .hasRootCauseInstanceOf(TopicAuthorizationException.class);
        }
    }

    @Test
    void aWrongPasswordIsCalledByItsNameAndNotRepeated() throws IOException {
        try (Connection connection = connection("wr0ng-s3cret", true)) {
            assertThatThrownBy(connection::check)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("the Kafka broker at localhost:" + securePort + " refused to let us in")
                    .hasMessageContaining("SCRAM-SHA-512")
                    .hasMessageNotContaining("s3cret");
        }
    }

    @Test
    void withoutACertificateNobodyGetsIn() throws IOException {
        try (Connection connection = connection(PASSWORD, false)) {
            assertThatThrownBy(connection::check)
                    .isInstanceOf(UserError.class)
                    .hasMessageContaining("localhost:" + securePort)
                    .hasMessageNotContaining("s3cret");
        }
    }

    private static Connection connection(String password, boolean certificate) throws IOException {
        Path jaas = Files.writeString(
                folder.resolve("jaas-" + password.hashCode()),
                "org.apache.kafka.common.security.scram.ScramLoginModule required username=\"writer\" password=\""
                        + password + "\";\n");
        Map<String, String> settings = new HashMap<>(Map.of(
                "bootstrap.servers", "localhost:" + securePort,
                "schema.registry.url", "mock://secure",
                "connect.timeout.ms", "8000",
                "kafka.security.protocol", "SASL_SSL",
                "kafka.sasl.mechanism", "SCRAM-SHA-512",
                "kafka.ssl.truststore.type", "PEM",
                "kafka.ssl.truststore.location", folder.resolve("broker.pem").toString()));
        Map<String, String> environment = new HashMap<>(Map.of("LEAVEN_KAFKA_SASL_JAAS_CONFIG_FILE", jaas.toString()));
        if (certificate) {
            Path secret = Files.writeString(folder.resolve("store-password"), STORE_PASSWORD + "\n");
            settings.put("kafka.ssl.keystore.type", "PKCS12");
            settings.put(
                    "kafka.ssl.keystore.location", folder.resolve("app.p12").toString());
            environment.put("LEAVEN_KAFKA_SSL_KEYSTORE_PASSWORD_FILE", secret.toString());
            environment.put("LEAVEN_KAFKA_SSL_KEY_PASSWORD_FILE", secret.toString());
        }
        return new Connection(new ConnectionSettings(new SettingsSource(Optional.empty(), environment, settings)));
    }
}
