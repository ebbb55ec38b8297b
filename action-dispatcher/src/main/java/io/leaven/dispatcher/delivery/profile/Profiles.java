package io.leaven.dispatcher.delivery.profile;

import io.leaven.app.Connection;
import io.leaven.app.TopicScan;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest profile of each customer that has one, as bytes in memory (some 100 to 200 a customer). A record without a value
 * erases the customer: it gets no message any more. Safe for use by several threads.
 */
public final class Profiles implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(Profiles.class);
    private static final byte[] ERASED = {};

    private final String topic;
    private final Deserializer<CustomerProfile> deserializer;
    private final Map<String, byte[]> newest = new ConcurrentHashMap<>();

    public Profiles(String topic, Deserializer<CustomerProfile> deserializer) {
        this.topic = topic;
        this.deserializer = deserializer;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            LOG.warn("topic {}, partition {}, offset {} has no key", topic, record.partition(), record.offset());
            return;
        }
        String customer = new String(record.key(), StandardCharsets.UTF_8);
        newest.put(customer, record.value() == null ? ERASED : record.value());
    }

    /** Takes a profile in at once, before it comes back over the topic: the next message must know of it. */
    public void put(Connection connection, CustomerProfile profile) {
        newest.put(
                profile.getCustomerId(),
                connection
                        .record(Topics.CUSTOMER_PROFILES, profile.getCustomerId(), profile, null)
                        .value());
    }

    /** Whether the customer's data were erased. */
    public boolean isErased(String customerId) {
        return newest.get(customerId) == ERASED;
    }

    /** None if the customer has none, or one that cannot be read. */
    public Optional<CustomerProfile> of(String customerId) {
        byte[] bytes = newest.get(customerId);
        if (bytes == null || bytes == ERASED) {
            return Optional.empty();
        }
        try {
            return Optional.of(deserializer.deserialize(topic, bytes));
        } catch (SerializationException e) {
            LOG.warn("the profile of customer {} cannot be read: {}", customerId, e.getMessage());
            return Optional.empty();
        }
    }
}
