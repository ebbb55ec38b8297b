package io.leaven.dispatcher.decision;

import io.leaven.app.Connection;
import io.leaven.app.UserError;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.LedgerPlan;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsOptions;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.IsolationLevel;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fills a ledger from the topic {@code actions}: a message is written there in the transaction that decides it, so what is
 * committed there is what was sent, no more and no less. The read position of the requests, asked for first, is only told when
 * no transaction on it is pending; and the topic is read up to where it ended after that, which waits for transactions that
 * are still open. So nothing that an earlier owner of the partition committed is missed. The price of the discount
 * budget comes with the read position.
 *
 * <p>For one thread: that of the consumer.
 */
public final class ActionsLedgerSource implements LedgerSource {

    private static final Logger LOG = LoggerFactory.getLogger(ActionsLedgerSource.class);
    private static final Duration POLL = Duration.ofMillis(100);

    private final Connection connection;
    private final Consumer<byte[], byte[]> requestConsumer;
    private final DecisionTime time;
    private final Duration patience;
    private final Deserializer<MessageAction> deserializer;
    private final String actions;

    /**
     * @param requestConsumer that reads the requests
     * @param patience how long to wait for open transactions
     */
    public ActionsLedgerSource(
            Connection connection, Consumer<byte[], byte[]> requestConsumer, DecisionTime time, Duration patience) {
        this.connection = connection;
        this.requestConsumer = requestConsumer;
        this.time = time;
        this.patience = patience;
        this.deserializer = connection.serdes().deserializer(MessageAction.class);
        this.actions = connection.name(Topics.ACTIONS);
    }

    /**
     * {@inheritDoc}
     *
     * @throws UserError if the topics' layout does not let messages be found again, or they are not kept long enough
     * @throws TimeoutException if a transaction stays open too long
     */
    @Override
    public SendLedger load(TopicPartition requests, Guardrails guardrails) {
        LedgerPlan plan = guardrails.ledgerPlan();
        if (plan.equals(LedgerPlan.NOTHING)) {
            return new SendLedger(plan, Share.WHOLE);
        }
        OffsetAndMetadata position = requestConsumer.committed(Set.of(requests)).get(requests);
        TopicPartition partition = new TopicPartition(actions, requests.partition());
        try (Admin admin = connection.admin();
                Consumer<byte[], byte[]> reader = connection.rawReader("dispatcher-ledger")) {
            int partitions = partitions(reader, requests);
            requireRetention(admin, plan);
            long end = admin.listOffsets(
                            Map.of(partition, OffsetSpec.latest()),
                            new ListOffsetsOptions(IsolationLevel.READ_UNCOMMITTED))
                    .partitionResult(partition)
                    .get()
                    .offset();
            SendLedger ledger = new SendLedger(plan, new Share(requests.partition(), partitions));
            if (position != null) {
                ledger.resumePrice(position.metadata());
            }
            long read = fill(ledger, reader, partition, end, guardrails);
            LOG.info("topic {}, partition {}: {} messages remembered", actions, partition.partition(), read);
            return ledger;
        } catch (ExecutionException e) {
            throw new TimeoutException("cannot look for what was sent on " + partition, e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while reading " + partition, e);
        }
    }

    private int partitions(Consumer<?, ?> reader, TopicPartition requests) {
        int asked = reader.partitionsFor(requests.topic()).size();
        int sent = reader.partitionsFor(actions).size();
        if (asked != sent) {
            throw new UserError(
                    "topic " + requests.topic() + " has " + asked + " partitions and " + actions + " has " + sent
                            + "; caps, budget and send rate need the same number, or what was sent cannot be found"
                            + " again");
        }
        return asked;
    }

    private void requireRetention(Admin admin, LedgerPlan plan) throws ExecutionException, InterruptedException {
        ConfigResource topic = new ConfigResource(ConfigResource.Type.TOPIC, actions);
        long kept = Long.parseLong(admin.describeConfigs(List.of(topic))
                .all()
                .get()
                .get(topic)
                .get(TopicConfig.RETENTION_MS_CONFIG)
                .value());
        if (kept >= 0 && kept < plan.horizon()) {
            throw new UserError("topic " + actions + " keeps messages for " + Duration.ofMillis(kept)
                    + ", but the guardrails look back " + Duration.ofMillis(plan.horizon()) + "; raise its "
                    + TopicConfig.RETENTION_MS_CONFIG);
        }
    }

    private long fill(
            SendLedger ledger,
            Consumer<byte[], byte[]> reader,
            TopicPartition partition,
            long end,
            Guardrails guardrails) {
        reader.assign(List.of(partition));
        seek(reader, partition, guardrails.ledgerPlan());
        long read = 0;
        long giveUp = System.nanoTime() + patience.toNanos();
        while (reader.position(partition) < end) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                read += remember(ledger, record, guardrails) ? 1 : 0;
                giveUp = System.nanoTime() + patience.toNanos();
            }
            if (System.nanoTime() - giveUp > 0) {
                throw new TimeoutException("a transaction on " + partition + " is still open after "
                        + patience.toMillis() / 1000.0 + " s");
            }
        }
        return read;
    }

    /**
     * Requests that tell the time themselves may be of any age, so all is read. A message of a transaction that is open now is
     * found by no time, so the search never leads past what is committed by now.
     */
    private void seek(Consumer<byte[], byte[]> reader, TopicPartition partition, LedgerPlan plan) {
        if (time.isOfRequests()) {
            reader.seekToBeginning(List.of(partition));
            return;
        }
        long committed = reader.endOffsets(List.of(partition)).get(partition);
        OffsetAndTimestamp first = reader.offsetsForTimes(
                        Map.of(partition, Math.max(0, time.now() - SendLedger.lookBack(plan))))
                .get(partition);
        reader.seek(partition, first == null ? committed : Math.min(committed, first.offset()));
    }

    private boolean remember(SendLedger ledger, ConsumerRecord<byte[], byte[]> record, Guardrails guardrails) {
        MessageAction message;
        try {
            message = deserializer.deserialize(record.topic(), record.value());
        } catch (SerializationException e) {
            message = null;
        }
        if (message == null) {
            LOG.warn(
                    "topic {}, partition {}, offset {} is no message and counts to no cap",
                    record.topic(),
                    record.partition(),
                    record.offset());
            return false;
        }
        long decided = time.of(message.getRequestedAt(), record.timestamp());
        long at = message.getNotBefore() == null
                ? decided
                : message.getNotBefore().toEpochMilli();
        ledger.remember(
                message.getCustomerId(), message.getChannel(), decided, at, guardrails.charge(message.getDiscount()));
        return true;
    }
}
