package io.leaven.platform;

import java.nio.file.Path;
import java.util.Properties;

/**
 * A broker's configuration, of a node that is controller, too: internal topics with few partitions, so that groups and
 * transactions are ready at once, and little memory. A node by itself has no replicas.
 */
final class BrokerProperties {

    private BrokerProperties() {}

    static Properties of(BrokerCluster cluster, BrokerCluster.Node node, Path data) {
        String copies = String.valueOf(cluster.copies());
        String inSync = String.valueOf(cluster.leastInSync());
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(node.number()));
        properties.put("controller.quorum.voters", cluster.voters());
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put(
                "listeners",
                "BROKER://" + node.address() + ",CONTROLLER://" + node.host() + ":" + node.controllerPort());
        properties.put("advertised.listeners", "BROKER://" + node.address());
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());

        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", copies);
        properties.put("min.insync.replicas", inSync);
        properties.put("offsets.topic.replication.factor", copies);
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", copies);
        properties.put("transaction.state.log.min.isr", inSync);
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", copies);
        properties.put("share.coordinator.state.topic.min.isr", inSync);
        properties.put("share.coordinator.state.topic.num.partitions", "1");

        properties.put("group.initial.rebalance.delay.ms", "0");
        // The cleaner's buffer is 128 MiB by default; two compacted topics with few keys need far less.
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        properties.put("log.cleaner.threads", "1");
        // Copies are fetched twenty times a second, not once a record: most of what brokers that share a machine have
        // to do is to copy.
        properties.put("replica.fetch.min.bytes", String.valueOf(32 << 10));
        properties.put("replica.fetch.wait.max.ms", "50");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        // There must be another node to move partitions to.
        properties.put(
                "controlled.shutdown.enable", String.valueOf(cluster.nodes().size() > 1));
        return properties;
    }
}
