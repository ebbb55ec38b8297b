package io.leaven.evaluation.fleet.load;

import io.leaven.app.Connection;
import io.leaven.app.StopSignal;
import io.leaven.evaluation.fleet.audit.CustomerStep;
import io.leaven.evaluation.fleet.audit.Kind;
import io.leaven.evaluation.fleet.audit.Ledger;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Customers who live at a steady rate whatever breaks: a step ends once its decision is on record, and where no decision comes, new
 * customers enrol, so that the rate stays. What the brokers acknowledged is entered into the ledger, with all that must come of it.
 */
public final class EventDriver implements AutoCloseable {

    private static final Duration TICK = Duration.ofMillis(10);
    private static final int REMEMBERED = 4_000;
    /** Every batch costs each copy of its partition a fetch: with Kafka's few milliseconds those were most of what brokers did. */
    private static final int GATHER_MS = 250;

    private final Connection connection;
    private final Ledger ledger;
    private final int rate;
    private final int steps;
    private final ShopLife life;
    private final Clock clock;
    private final Producer<byte[], byte[]> producer;
    private final Waiting ready;
    private final Deque<ProducerRecord<byte[], byte[]>> newest = new ArrayDeque<>();
    private final AtomicLong unacknowledged = new AtomicLong();
    private final StopSignal stop = new StopSignal();
    private final Thread thread = new Thread(this::drive, "fleet-events");
    private final AtomicInteger customers = new AtomicInteger();
    private final Set<Integer> others = ConcurrentHashMap.newKeySet();
    private volatile Duration clockIsOff = Duration.ZERO;
    private volatile Exception failure;

    /**
     * @param rate events a second
     * @param steps after which a customer's life ends
     */
    public EventDriver(Connection connection, Ledger ledger, int rate, int steps, long seed, Clock clock) {
        this.connection = connection;
        this.ledger = ledger;
        this.rate = rate;
        this.steps = steps;
        this.life = new ShopLife(seed);
        this.ready = new Waiting(seed);
        this.clock = clock;
        this.producer = connection.rawProducer(
                "fleet-events",
                Map.of(
                        ProducerConfig.LINGER_MS_CONFIG,
                        GATHER_MS,
                        ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG,
                        Integer.MAX_VALUE,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        Integer.MAX_VALUE));
    }

    public void start() {
        thread.start();
    }

    /** The decision for that step is on record: the step may end. */
    public void decided(CustomerStep step) {
        if (!others.contains(step.customer())) {
            ready.add(step);
        }
    }

    /** From now on times of events and records are so far from the true ones. */
    public void clockIsOff(Duration by) {
        clockIsOff = by;
    }

    /** Why it cannot go on, if so. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }

    /** Events that were sent and not acknowledged yet. */
    public long unacknowledged() {
        return unacknowledged.get();
    }

    /** The newest acknowledged events as they were sent, oldest first. */
    public List<ProducerRecord<byte[], byte[]>> newest() {
        synchronized (newest) {
            return new ArrayList<>(newest);
        }
    }

    /** A new customer whose steps are the caller's business. */
    public int newCustomer() {
        int customer = customers.getAndIncrement();
        others.add(customer);
        return customer;
    }

    /** An event of such a customer. */
    public ProducerRecord<byte[], byte[]> event(CustomerStep step, NextStep next) {
        CustomerEvent event = life.event(step, next, clock.instant().plus(clockIsOff));
        return connection.record(
                Topics.CUSTOMER_EVENTS,
                step.customerId(),
                event,
                event.getEventTime().toEpochMilli());
    }

    private void drive() {
        long began = System.nanoTime();
        long sent = 0;
        try {
            while (!stop.await(TICK)) {
                long due = (System.nanoTime() - began) * rate / 1_000_000_000L - sent;
                // What could not be sent in time is not made up for: that would be a burst, not a steady rate.
                long now = Math.min(due, rate);
                for (long i = 0; i < now && !stop.isRaised(); i++) {
                    CustomerStep step = ready.poll();
                    send(step == null ? new CustomerStep(customers.getAndIncrement(), 0) : step);
                }
                sent += due;
            }
        } catch (RuntimeException e) {
            failure = e;
        }
    }

    private void send(CustomerStep step) {
        boolean last = step.step() == steps;
        ProducerRecord<byte[], byte[]> record = event(step, last ? NextStep.END : NextStep.DECIDE);
        unacknowledged.incrementAndGet();
        producer.send(record, (metadata, exception) -> {
            if (exception != null) {
                failure = exception;
                return;
            }
            acknowledged(step, last);
            unacknowledged.decrementAndGet();
            synchronized (newest) {
                newest.add(record);
                if (newest.size() > REMEMBERED) {
                    newest.remove();
                }
            }
        });
    }

    private void acknowledged(CustomerStep step, boolean last) {
        if (step.step() > 0) {
            ledger.expect(Kind.TRANSITION, step);
        }
        if (!last) {
            ledger.expect(Kind.REQUEST, step.next());
            ledger.expect(Kind.DECISION, step.next());
        }
        ledger.acknowledged(step);
    }

    /** Ends the stream; what was sent goes on being delivered until {@link #close}. */
    public void stop() throws InterruptedException {
        stop.raise();
        thread.join();
    }

    @Override
    public void close() {
        stop.raise();
        producer.close(Duration.ZERO);
    }
}
