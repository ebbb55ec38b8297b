package io.leaven.evaluation.fleet.load;

import io.leaven.app.Connection;
import io.leaven.evaluation.fleet.audit.CustomerStep;
import io.leaven.evaluation.fleet.audit.Kind;
import io.leaven.evaluation.fleet.audit.Ledger;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;

/** A producer that does what none should: records that nobody can use, records again, records out of order. */
public final class Mischief implements AutoCloseable {

    /** Header of records that nothing may come of, so that who counts leaves them out. */
    public static final String HEADER = "leaven-mischief";

    private static final int NO_SCHEMA = 1 << 30;
    private static final int OUT_OF_ORDER = 20;

    private final Connection connection;
    private final Ledger ledger;
    private final EventDriver driver;
    private final Producer<byte[], byte[]> producer;
    private final Random random;

    public Mischief(Connection connection, Ledger ledger, EventDriver driver, long seed) {
        this.connection = connection;
        this.ledger = ledger;
        this.driver = driver;
        this.producer = connection.rawProducer("fleet-mischief", Map.of());
        this.random = new Random(seed);
    }

    /**
     * Writes what cannot be decoded, or breaks a rule, to each topic that an app reads. Its dead letter is due exactly once where the
     * reader is exactly-once, else at least once.
     */
    public void poison() {
        String customer = new CustomerStep(driver.newCustomer(), 0).customerId();
        byte[] key = customer.getBytes(StandardCharsets.UTF_8);
        for (Topic<?> topic : List.of(Topics.CUSTOMER_EVENTS, Topics.DECISIONS, Topics.DECISION_REQUESTS)) {
            poison(topic, key, "no frame".getBytes(StandardCharsets.UTF_8), true);
            poison(
                    topic,
                    key,
                    ByteBuffer.allocate(9).put((byte) 0).putInt(NO_SCHEMA).array(),
                    true);
            poison(topic, key, null, true);
        }
        CustomerEvent negative = new ShopLife(0)
                .event(
                        CustomerStep.ofId(customer + ":1"),
                        NextStep.DECIDE,
                        Clock.systemUTC().instant());
        negative.setPurchased(true);
        negative.setTicket(-1);
        byte[] value = connection
                .record(Topics.CUSTOMER_EVENTS, customer, negative, null)
                .value();
        poison(Topics.CUSTOMER_EVENTS, key, value, true);
        poison(Topics.CUSTOMER_EVENTS, "somebody-else".getBytes(StandardCharsets.UTF_8), value, true);
        for (Topic<?> topic : List.of(Topics.REPLAY, Topics.ACTIONS)) {
            poison(topic, key, "no frame".getBytes(StandardCharsets.UTF_8), false);
            poison(
                    topic,
                    key,
                    ByteBuffer.allocate(9).put((byte) 0).putInt(NO_SCHEMA).array(),
                    false);
        }
    }

    private void poison(Topic<?> topic, byte[] key, byte[] value, boolean once) {
        RecordMetadata at = await(send(new ProducerRecord<>(connection.name(topic), key, value)));
        ledger.expectLetter(at.topic() + "-" + at.partition() + "@" + at.offset(), once);
    }

    /** Sends the newest events again: as they were, backwards, and in any order. */
    public void repeat() {
        List<ProducerRecord<byte[], byte[]>> again = driver.newest();
        List<ProducerRecord<byte[], byte[]>> all = new ArrayList<>(again);
        Collections.reverse(again);
        all.addAll(again);
        Collections.shuffle(again, random);
        all.addAll(again);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        all.forEach(record -> sent.add(
                send(new ProducerRecord<>(record.topic(), null, record.timestamp(), record.key(), record.value()))));
        sent.forEach(Mischief::await);
    }

    /**
     * Steps of new customers in the order 0, 2, 1: step 2 leaves a gap, so its standing is adopted and no step closes; step 1
     * then comes too late. Decisions are due for steps 1 and 3.
     */
    public void disorder() {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        for (int i = 0; i < OUT_OF_ORDER; i++) {
            CustomerStep enrolment = new CustomerStep(driver.newCustomer(), 0);
            CustomerStep first = enrolment.next();
            CustomerStep third = first.next().next();
            for (CustomerStep step : List.of(enrolment, first.next(), first)) {
                sent.add(send(driver.event(step, NextStep.DECIDE)));
            }
            for (CustomerStep asked : List.of(first, third)) {
                ledger.expect(Kind.REQUEST, asked);
                ledger.expect(Kind.DECISION, asked);
            }
        }
        sent.forEach(Mischief::await);
    }

    private Future<RecordMetadata> send(ProducerRecord<byte[], byte[]> record) {
        record.headers().add(HEADER, new byte[0]);
        return producer.send(record);
    }

    private static RecordMetadata await(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the suite's own record was not taken: " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    @Override
    public void close() {
        producer.close(java.time.Duration.ZERO);
    }
}
