package io.leaven.dispatcher.profile;

import io.leaven.app.DeadLetters;
import io.leaven.app.TopicScan;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest profile of each customer, fed by whoever follows {@code customer-profiles}. A record without a value erases the
 * customer: the profile is gone, and whoever asked to be told forgets the rest. A record that is no profile is refused with a
 * log line and a dead letter, and the profile before it stays. Profiles are kept as bytes (some 100 to 200 a customer; as objects
 * they would be some 900) and decoded when asked for, in about half a microsecond. Safe for use by several threads.
 */
public final class ProfileView implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProfileView.class);

    private final Deserializer<CustomerProfile> deserializer;
    private final DeadLetters deadLetters;
    private final Consumer<ProducerRecord<byte[], byte[]>> letterBox;
    private final Runnable refused;
    private final Consumer<String> erased;
    private final Map<String, byte[]> profiles = new ConcurrentHashMap<>();
    private final Set<String> gone = ConcurrentHashMap.newKeySet();

    /**
     * @param letterBox sends dead letters
     * @param refused told of each record that is no profile
     * @param erased told of each customer who is erased
     */
    public ProfileView(
            Deserializer<CustomerProfile> deserializer,
            DeadLetters deadLetters,
            Consumer<ProducerRecord<byte[], byte[]>> letterBox,
            Runnable refused,
            Consumer<String> erased) {
        this.deserializer = deserializer;
        this.deadLetters = deadLetters;
        this.letterBox = letterBox;
        this.refused = refused;
        this.erased = erased;
    }

    /** A customer's profile. */
    public Optional<CustomerProfile> of(String customerId) {
        return Optional.ofNullable(profiles.get(customerId))
                .map(value -> deserializer.deserialize(Topics.CUSTOMER_PROFILES.name(), value));
    }

    /** Whether the customer's data were erased, and nothing is known of it since. */
    public boolean isErased(String customerId) {
        return gone.contains(customerId);
    }

    /**
     * Takes a profile in before it comes over the topic: what is done next must know of it.
     *
     * @param value a good profile as its record has it
     */
    public void put(String customerId, byte[] value) {
        profiles.put(customerId, value);
        gone.remove(customerId);
    }

    /** How many customers have one. */
    public int size() {
        return profiles.size();
    }

    /** @throws SchemaRegistryException if the registry fails, which is no fault of the record */
    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            refuse(record, new SerializationException("the record has no key"));
            return;
        }
        String customerId = new String(record.key(), StandardCharsets.UTF_8);
        if (record.value() == null) {
            gone.add(customerId);
            profiles.remove(customerId);
            erased.accept(customerId);
            return;
        }
        try {
            CustomerProfile profile = deserializer.deserialize(record.topic(), record.value());
            if (!profile.getCustomerId().equals(customerId)) {
                throw new SerializationException("the record's key is not its customerId");
            }
            put(customerId, record.value());
        } catch (SerializationException e) {
            refuse(record, e);
        }
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, Exception reason) {
        LOG.warn(
                "refused the profile at topic {}, partition {}, offset {}: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                reason.getMessage());
        refused.run();
        letterBox.accept(deadLetters.letter(record, reason));
    }
}
