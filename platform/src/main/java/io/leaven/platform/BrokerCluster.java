package io.leaven.platform;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.Uuid;

/**
 * Brokers that form a cluster, each of them controller, too. Of three or more, each record has three copies, and two must have it
 * before it counts.
 *
 * @param id the cluster's, which a broker's directory keeps
 * @param nodes numbered from 1
 */
public record BrokerCluster(String id, List<Node> nodes) {

    private static final int MOST_COPIES = 3;

    /** Where a broker listens: for clients, and as a controller for the other nodes. */
    public record Node(int number, String host, int port, int controllerPort) {

        String address() {
            return host + ":" + port;
        }
    }

    public BrokerCluster {
        nodes = List.copyOf(nodes);
    }

    /** A new cluster on ports of the host that were free a moment ago. */
    public static BrokerCluster onFreePorts(String host, int brokers) {
        List<Integer> ports = Ports.forServers(host, 2 * brokers);
        List<Node> nodes = new ArrayList<>();
        for (int number = 1; number <= brokers; number++) {
            nodes.add(new Node(number, host, ports.get(2 * number - 2), ports.get(2 * number - 1)));
        }
        return new BrokerCluster(Uuid.randomUuid().toString(), nodes);
    }

    static BrokerCluster ofOne(String id, String host, int port) {
        // The system may give a port again that was free a moment ago: two are asked for, so that one is not the
        // broker's.
        int controllerPort = Ports.forServers(host, 2).stream()
                .filter(other -> other != port)
                .findFirst()
                .orElseThrow();
        return new BrokerCluster(id, List.of(new Node(1, host, port, controllerPort)));
    }

    /** Addresses of all brokers for clients, {@code host:port} with commas. */
    public String bootstrapServers() {
        return nodes.stream().map(Node::address).collect(Collectors.joining(","));
    }

    /** Copies of each partition. */
    public short copies() {
        return (short) Math.min(nodes.size(), MOST_COPIES);
    }

    Node node(int number) {
        return nodes.get(number - 1);
    }

    int leastInSync() {
        return Math.max(1, copies() - 1);
    }

    String voters() {
        return nodes.stream()
                .map(node -> node.number + "@" + node.host + ":" + node.controllerPort)
                .collect(Collectors.joining(","));
    }

    /** For {@link BrokerMain}: {@code id host:port:controllerPort host:port:controllerPort ...}. */
    public List<String> toArguments() {
        List<String> arguments = new ArrayList<>(List.of(id));
        nodes.forEach(node -> arguments.add(node.address() + ":" + node.controllerPort));
        return arguments;
    }

    static BrokerCluster fromArguments(List<String> arguments) {
        List<Node> nodes = new ArrayList<>();
        for (String argument : arguments.subList(1, arguments.size())) {
            List<String> parts = Arrays.asList(argument.split(":"));
            nodes.add(new Node(
                    nodes.size() + 1, parts.get(0), Integer.parseInt(parts.get(1)), Integer.parseInt(parts.get(2))));
        }
        return new BrokerCluster(arguments.get(0), nodes);
    }
}
