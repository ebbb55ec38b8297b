package io.leaven.platform;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ScramCredentialInfo;
import org.apache.kafka.clients.admin.ScramMechanism;
import org.apache.kafka.clients.admin.UserScramCredentialUpsertion;

/**
 * A Kafka broker in this process that asks everybody for a name and a password (SCRAM-SHA-512, not encrypted: loopback only) and
 * lets nobody do what no ACL allows: to try apps under their rights. A second listener is its administrator's, without a password.
 */
public final class SecureBroker implements AutoCloseable {

    /** Who may do everything, as a user of the first listener. */
    public static final String SUPER_USER = "admin";

    private static final String HOST = "localhost";
    private static final String MECHANISM = "SCRAM-SHA-512";
    private static final String LOGIN = "org.apache.kafka.common.security.scram.ScramLoginModule required";
    private static final int ITERATIONS = 4096;

    private final EmbeddedBroker broker;
    private final String address;

    private SecureBroker(EmbeddedBroker broker, String address) {
        this.broker = broker;
        this.address = address;
    }

    /**
     * Starts one on free ports and waits until it takes requests.
     *
     * @param directory for its data, of its own
     * @throws UserError if the directory cannot be used
     */
    public static SecureBroker start(Path directory) {
        String address = HOST + ":" + Ports.forServers(HOST, 1).get(0);
        return new SecureBroker(
                EmbeddedBroker.start(HOST, 0, directory, properties -> secure(properties, address)), address);
    }

    private static void secure(Properties properties, String address) {
        properties.merge("listeners", ",USERS://" + address, (all, more) -> "" + all + more);
        properties.merge("advertised.listeners", ",USERS://" + address, (all, more) -> "" + all + more);
        properties.merge("listener.security.protocol.map", ",USERS:SASL_PLAINTEXT", (all, more) -> "" + all + more);
        properties.put("sasl.enabled.mechanisms", MECHANISM);
        properties.put("listener.name.users.scram-sha-512.sasl.jaas.config", LOGIN + ";");
        properties.put("authorizer.class.name", "org.apache.kafka.metadata.authorizer.StandardAuthorizer");
        properties.put("super.users", "User:ANONYMOUS;User:" + SUPER_USER);
    }

    /** Where its administrator comes in, {@code host:port}. */
    public String adminAddress() {
        return broker.address();
    }

    /** Makes a user known, who may do nothing yet; it may take a moment until the user can log in. */
    public void addUser(String name, String password) {
        try (Admin admin = Admin.create(Map.of(ConnectionSettings.BOOTSTRAP_SERVERS, adminAddress()))) {
            admin.alterUserScramCredentials(List.of(new UserScramCredentialUpsertion(
                            name, new ScramCredentialInfo(ScramMechanism.SCRAM_SHA_512, ITERATIONS), password)))
                    .all()
                    .get();
        } catch (ExecutionException e) {
            throw new UserError(
                    "cannot add user '" + name + "': " + e.getCause().getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while adding user '" + name + "'", e);
        }
    }

    /** How a user connects, as settings of a {@link io.leaven.app.Connection}; without the registry. */
    public Map<String, String> connectionSettings(String user, String password) {
        return Map.of(
                ConnectionSettings.BOOTSTRAP_SERVERS,
                address,
                "kafka.security.protocol",
                "SASL_PLAINTEXT",
                "kafka.sasl.mechanism",
                MECHANISM,
                "kafka.sasl.jaas.config",
                LOGIN + " username=\"" + user + "\" password=\"" + password + "\";");
    }

    @Override
    public void close() {
        broker.close();
    }
}
