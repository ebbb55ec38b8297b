package io.leaven.dispatcher.delivery.receipt;

import io.leaven.app.TopicScan;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * How far each of the newest actions got, learned from the receipts topic. Ranks only move forward: sent, delivered, opened,
 * clicked, bounced, complained, unsubscribed. The oldest actions are forgotten when there are too many. Thread-safe.
 */
public final class SentActions implements TopicScan.RecordHandler {

    private static final Logger LOG = LoggerFactory.getLogger(SentActions.class);

    private final Deserializer<DeliveryReceipt> deserializer;
    private final Map<String, Standing> actions;

    /**
     * @param rank the furthest
     * @param channel null if unknown
     */
    public record Standing(DeliveryStatus rank, String customerId, String channel) {}

    /** @param most how many actions are kept, some 200 bytes each */
    public SentActions(Deserializer<DeliveryReceipt> deserializer, int most) {
        this.deserializer = deserializer;
        this.actions = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Standing> eldest) {
                return size() > most;
            }
        };
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        try {
            if (record.value() != null) {
                advance(deserializer.deserialize(record.topic(), record.value()));
            }
        } catch (SerializationException e) {
            LOG.warn(
                    "no receipt at topic {}, partition {}, offset {}: {}",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    e.getMessage());
        }
    }

    public synchronized Optional<Standing> of(String actionId) {
        return Optional.ofNullable(actions.get(actionId));
    }

    /** Takes a receipt in; false if it is not further than what is known. */
    public synchronized boolean advance(DeliveryReceipt receipt) {
        Standing known = actions.get(receipt.getActionId());
        String channel = receipt.getChannel() == null && known != null ? known.channel : receipt.getChannel();
        if (known != null && receipt.getStatus().compareTo(known.rank) <= 0) {
            actions.put(receipt.getActionId(), new Standing(known.rank, known.customerId, channel));
            return false;
        }
        actions.put(receipt.getActionId(), new Standing(receipt.getStatus(), receipt.getCustomerId(), channel));
        return true;
    }
}
