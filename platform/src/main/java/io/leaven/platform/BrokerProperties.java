package io.leaven.platform;

import java.nio.file.Path;
import java.util.Properties;

/**
 * A broker's configuration for one node that holds everything: internal topics without replicas and with few partitions, so
 * that groups and transactions are ready at once, and little memory.
 */
final class BrokerProperties {

    private static final int NODE = 1;

    private BrokerProperties() {}

    static Properties of(String host, int brokerPort, int controllerPort, Path data) {
        Properties properties = new Properties();
        properties.put("process.roles", "broker,controller");
        properties.put("node.id", String.valueOf(NODE));
        properties.put("controller.quorum.voters", NODE + "@" + host + ":" + controllerPort);
        properties.put("controller.listener.names", "CONTROLLER");
        properties.put("inter.broker.listener.name", "BROKER");
        properties.put(
                "listeners", "BROKER://" + host + ":" + brokerPort + ",CONTROLLER://" + host + ":" + controllerPort);
        properties.put("advertised.listeners", "BROKER://" + host + ":" + brokerPort);
        properties.put("listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        properties.put("log.dirs", data.toString());

        properties.put("auto.create.topics.enable", "false");
        properties.put("default.replication.factor", "1");
        properties.put("offsets.topic.replication.factor", "1");
        properties.put("offsets.topic.num.partitions", "4");
        properties.put("transaction.state.log.replication.factor", "1");
        properties.put("transaction.state.log.min.isr", "1");
        properties.put("transaction.state.log.num.partitions", "4");
        properties.put("share.coordinator.state.topic.replication.factor", "1");
        properties.put("share.coordinator.state.topic.min.isr", "1");
        properties.put("share.coordinator.state.topic.num.partitions", "1");

        properties.put("group.initial.rebalance.delay.ms", "0");
        // The cleaner's buffer is 128 MiB by default; two compacted topics with few keys need far less.
        properties.put("log.cleaner.dedupe.buffer.size", String.valueOf(4 << 20));
        properties.put("log.cleaner.threads", "1");
        properties.put("num.network.threads", "2");
        properties.put("num.io.threads", "4");
        properties.put("controlled.shutdown.enable", "false");
        return properties;
    }
}
