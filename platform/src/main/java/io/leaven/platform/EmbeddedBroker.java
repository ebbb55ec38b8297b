package io.leaven.platform;

import io.leaven.app.UserError;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.function.Consumer;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import kafka.tools.StorageTool$;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker in this process: a KRaft node that is broker and controller, without security, for a demo and for tests.
 * By itself it takes about two seconds to start. Topics in its directory are found again by the next start.
 */
public final class EmbeddedBroker implements AutoCloseable {

    private final KafkaRaftServer server;
    private final String address;

    private EmbeddedBroker(KafkaRaftServer server, String address) {
        this.server = server;
        this.address = address;
    }

    /**
     * Starts a broker and waits until it takes requests.
     *
     * @param port 0 for a free one
     * @param directory for its data, of its own
     * @throws UserError if the port is taken, or the directory is used by another broker or cannot be written
     */
    static EmbeddedBroker start(String host, int port, Path directory) {
        return start(host, port, directory, properties -> {});
    }

    /**
     * The same with a change to the broker's configuration, such as one more listener.
     *
     * @param change to what would be its properties
     */
    public static EmbeddedBroker start(String host, int port, Path directory, Consumer<Properties> change) {
        if (port != 0) {
            Ports.requireFree(host, port, "Kafka broker");
        }
        int brokerPort = port == 0 ? Ports.free(host) : port;
        return start(BrokerCluster.ofOne(clusterId(directory), host, brokerPort), 1, directory, change);
    }

    /**
     * Starts one broker of a cluster; it takes requests once a majority of the nodes is there.
     *
     * @param number of the node
     * @param directory for its data, of its own
     * @throws UserError if the directory is used by another broker or cannot be written
     */
    static EmbeddedBroker start(BrokerCluster cluster, int number, Path directory) {
        return start(cluster, number, directory, properties -> {});
    }

    private static EmbeddedBroker start(
            BrokerCluster cluster, int number, Path directory, Consumer<Properties> change) {
        BrokerCluster.Node node = cluster.node(number);
        Properties properties = BrokerProperties.of(cluster, node, directory.resolve("data"));
        change.accept(properties);
        format(properties, cluster.id(), directory);
        KafkaRaftServer server = null;
        try {
            server = new KafkaRaftServer(new KafkaConfig(properties, false), Time.SYSTEM);
            server.startup();
        } catch (RuntimeException e) {
            if (server != null) {
                stop(server);
            }
            throw new UserError(
                    "the Kafka broker cannot start on " + node.address() + " in " + directory + ": " + rootMessage(e),
                    e);
        }
        return new EmbeddedBroker(server, node.address());
    }

    /** {@code host:port} for clients. */
    public String address() {
        return address;
    }

    /** Writes the cluster's identity into a new data directory; one that has it stays as it is. */
    private static void format(Properties properties, String clusterId, Path directory) {
        Path file = directory.resolve("server.properties");
        try (Writer writer = Files.newBufferedWriter(file)) {
            properties.store(writer, "Written at every start of the embedded broker");
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + e, e);
        }
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(said, true, StandardCharsets.UTF_8)) {
            String[] arguments = {"format", "--ignore-formatted", "--config", file.toString(), "--cluster-id", clusterId
            };
            if (StorageTool$.MODULE$.execute(arguments, out) != 0) {
                throw new KafkaException("formatting answered: " + said.toString(StandardCharsets.UTF_8));
            }
        } catch (RuntimeException e) {
            throw new UserError("the broker's directory " + directory + " cannot be formatted: " + rootMessage(e), e);
        }
    }

    private static String clusterId(Path directory) {
        Path file = directory.resolve("cluster.id");
        try {
            if (!Files.exists(file)) {
                Files.writeString(file, Uuid.randomUuid().toString());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("cluster id in " + file, e);
        }
    }

    @Override
    public void close() {
        stop(server);
    }

    private static void stop(KafkaRaftServer server) {
        server.shutdown();
        server.awaitShutdown();
    }

    private static String rootMessage(Throwable error) {
        Throwable root = error;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return root.getMessage() == null ? root.toString() : root.getMessage();
    }
}
