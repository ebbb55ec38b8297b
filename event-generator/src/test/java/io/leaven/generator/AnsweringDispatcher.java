package io.leaven.generator;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.app.Connection;
import io.leaven.app.TopicFollower;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;

/** Stands in for enricher and dispatcher: answers each step that asks for a decision once, always with the same action. */
final class AnsweringDispatcher implements AutoCloseable {

    private final ActionCatalogue catalogue = ActionCatalogue.standard();
    private final Connection connection;
    private final MarketingAction action;
    private final Producer<byte[], byte[]> producer;
    private final Deserializer<CustomerEvent> deserializer;
    private final TopicFollower follower;
    private final Set<String> answered = new HashSet<>();
    private ProducerRecord<byte[], byte[]> first;

    AnsweringDispatcher(Connection connection, int action) {
        this.connection = connection;
        this.action = catalogue.action(action);
        this.producer = connection.rawProducer("test-dispatcher", Map.of());
        this.deserializer = connection.serdes().deserializer(CustomerEvent.class);
        this.follower = new TopicFollower(
                connection.name(Topics.CUSTOMER_EVENTS), () -> connection.rawReader("test-dispatcher"), this::answer);
    }

    /** A decision as bytes that goes out ahead of the first answer. */
    void sendFirst(String customer, byte[] value) {
        first = new ProducerRecord<>(
                connection.name(Topics.DECISIONS), customer.getBytes(StandardCharsets.UTF_8), value);
    }

    void start() {
        follower.start();
    }

    private void answer(ConsumerRecord<byte[], byte[]> record) {
        CustomerEvent event = deserializer.deserialize(record.topic(), record.value());
        if (event.getNext() != NextStep.DECIDE || !answered.add(event.getCustomerId() + ":" + event.getStep())) {
            return;
        }
        if (first != null) {
            producer.send(first);
            first = null;
        }
        int step = event.getStep() + 1;
        Decision decision = Decision.newBuilder()
                .setDecisionId(event.getCustomerId() + ":" + step)
                .setCustomerId(event.getCustomerId())
                .setStep(step)
                .setRequestedAt(event.getEventTime())
                .setAction(action.index())
                .setChannel(action.channel())
                .setPromotion(action.promotion())
                .setMessageCost(action.cost())
                .setDiscount(action.discount())
                .setPropensity(1)
                .setProbabilities(List.of())
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("always-the-same")
                .setCatalogueHash(catalogue.hash())
                .build();
        producer.send(connection.record(Topics.DECISIONS, event.getCustomerId(), decision, null));
    }

    @Override
    public void close() {
        follower.close();
        producer.close();
    }
}
