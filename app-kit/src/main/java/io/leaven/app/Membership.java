package io.leaven.app;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.GroupProtocol;

/**
 * How an app's consumer is a member of its group. A member that dies is given up after {@value #SESSION_TIMEOUT_MS} ms, unless
 * {@code kafka.session.timeout.ms} says otherwise: Kafka's default of 45 s is a long time for customers to wait. One with a name of its
 * own that comes back sooner takes its partitions up again at once, and nobody else's move.
 */
public final class Membership {

    /** Long enough for a stall of a busy machine; a third of it, 3 s, lies between heartbeats. */
    public static final int SESSION_TIMEOUT_MS = 10_000;

    private Membership() {}

    /**
     * What a consumer of the connection is given.
     *
     * @param name of this member among those of the group, which it keeps over restarts; empty for a new one each time
     */
    public static Map<String, Object> config(Connection connection, Optional<String> name) {
        Map<String, Object> set = connection.clientConfig();
        Map<String, Object> config = new HashMap<>();
        // By the newer protocol the broker says how long (group.consumer.session.timeout.ms), and a client may not.
        boolean newer = GroupProtocol.CONSUMER
                .name()
                .equalsIgnoreCase(String.valueOf(set.get(ConsumerConfig.GROUP_PROTOCOL_CONFIG)));
        if (!newer && !set.containsKey(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG)) {
            config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_TIMEOUT_MS);
        }
        name.ifPresent(own -> config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, own));
        return config;
    }
}
