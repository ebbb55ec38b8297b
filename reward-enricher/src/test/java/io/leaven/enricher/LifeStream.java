package io.leaven.enricher;

import io.leaven.app.Connection;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;

/**
 * Customers who live step by step on the real topics: in each round everyone's event and the decision for it, in random order,
 * with repeats, records that cannot be decoded and events that break a rule among them.
 */
final class LifeStream implements AutoCloseable {

    private final Connection connection;
    private final int customers;
    private final int steps;
    private final Random random;
    private final Producer<byte[], byte[]> producer;
    private final Map<String, Double> engagement = new HashMap<>();
    private int bad;

    LifeStream(Connection connection, int customers, int steps, long seed) {
        this.connection = connection;
        this.customers = customers;
        this.steps = steps;
        this.random = new Random(seed);
        this.producer = connection.rawProducer("life", Map.of());
    }

    /** The ids that transitions must have in the end, each once. */
    Set<String> expectedTransitions() {
        Set<String> ids = new HashSet<>();
        for (int customer = 0; customer < customers; customer++) {
            for (int step = 1; step <= steps; step++) {
                ids.add(name(customer) + ":" + step);
            }
        }
        return ids;
    }

    /** How many records must end as dead letters. */
    int bad() {
        return bad;
    }

    /** By transition id, what openings ($2) and clicks ($5 more) must add to its reward; absent for nothing. */
    Map<String, Double> expectedEngagement() {
        return Map.copyOf(engagement);
    }

    void round(int step) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        for (int customer = 0; customer < customers; customer++) {
            String name = name(customer);
            CustomerEvent event = Customers.event(name, step, step == steps ? NextStep.END : NextStep.DECIDE);
            ProducerRecord<byte[], byte[]> record = connection.record(Topics.CUSTOMER_EVENTS, name, event, null);
            records.add(record);
            if (random.nextInt(10) == 0) {
                records.add(record);
            }
            if (random.nextInt(40) == 0) {
                bad++;
                records.add(new ProducerRecord<>(
                        connection.name(Topics.CUSTOMER_EVENTS), name.getBytes(StandardCharsets.UTF_8), new byte[] {7
                        }));
            }
            if (random.nextInt(40) == 0) {
                bad++;
                CustomerEvent broken = Customers.event(name, step);
                broken.setTicket(-1);
                records.add(connection.record(Topics.CUSTOMER_EVENTS, name, broken, null));
            }
            if (step > 0) {
                boolean message = random.nextBoolean();
                records.add(connection.record(
                        Topics.DECISIONS,
                        name,
                        message ? Customers.largePush(name, step) : Customers.none(name, step),
                        null));
                if (message && random.nextBoolean()) {
                    records.addAll(receipts(event));
                }
            }
        }
        Collections.shuffle(records, random);
        records.forEach(producer::send);
        producer.flush();
    }

    private List<ProducerRecord<byte[], byte[]>> receipts(CustomerEvent event) {
        List<ProducerRecord<byte[], byte[]>> records = new ArrayList<>();
        boolean clicked = random.nextBoolean();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            records.add(connection.record(
                    Topics.DELIVERY_RECEIPTS,
                    event.getCustomerId(),
                    Customers.receipt(
                            event.getCustomerId(),
                            event.getStep(),
                            clicked ? DeliveryStatus.CLICKED : DeliveryStatus.OPENED,
                            event.getEventTime().minusSeconds(60)),
                    null));
        }
        engagement.put(event.getCustomerId() + ":" + event.getStep(), clicked ? 7.0 : 2.0);
        return records;
    }

    private static String name(int customer) {
        return "customer-" + customer;
    }

    @Override
    public void close() {
        producer.close();
    }
}
