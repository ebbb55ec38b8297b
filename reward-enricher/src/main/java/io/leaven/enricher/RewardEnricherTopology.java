package io.leaven.enricher;

import static io.leaven.enricher.step.StepJoinerSupplier.REPLAY_SINK;
import static io.leaven.enricher.step.StepJoinerSupplier.REQUEST_SINK;

import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.record.Refusals;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.enricher.step.StepJoinerSupplier;
import io.leaven.enricher.step.StepLogic;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * Customer events and decisions in, transitions and decision requests out:
 *
 * <pre>
 * customer-events --+                +--> replay
 *                   +--> step-joiner +--> decision-requests
 * decisions --------+                +--> dead-letters
 * customer-profiles-+  (tombstones)
 * delivery-receipts-+  (only if openings or clicks count in the reward)
 * </pre>
 *
 * <p>A function of its arguments: the connection gives names and serdes and is not asked to connect.
 */
public final class RewardEnricherTopology {

    static final String EVENT_SOURCE = "customer-event-source";
    static final String DECISION_SOURCE = "decision-source";
    static final String PROFILE_SOURCE = "customer-profile-source";
    static final String RECEIPT_SOURCE = "delivery-receipt-source";
    static final String STEP_JOINER = "step-joiner";

    /** Who signs the dead letters. */
    static final String APP = "enricher";

    private RewardEnricherTopology() {}

    /** What it reads, by the name of the source: topics by customer, whose records meet in one task. */
    static Map<String, Topic<?>> sources(EnricherSettings settings) {
        Map<String, Topic<?>> sources = new LinkedHashMap<>();
        sources.put(EVENT_SOURCE, Topics.CUSTOMER_EVENTS);
        sources.put(DECISION_SOURCE, Topics.DECISIONS);
        sources.put(PROFILE_SOURCE, Topics.CUSTOMER_PROFILES);
        if (!settings.engagementReward().isOff()) {
            sources.put(RECEIPT_SOURCE, Topics.DELIVERY_RECEIPTS);
        }
        return sources;
    }

    /**
     * Builds the topology.
     *
     * @param causal the newest causal models
     * @param counts told of all that passes
     * @param clock dates the dead letters and the start of tasks
     */
    public static Topology build(
            EnricherSettings settings,
            Connection connection,
            Supplier<UpliftSource> causal,
            EnricherCounts counts,
            Clock clock) {
        StepLogic logic = new StepLogic(
                settings.limits(),
                settings.history(),
                new RewardFunction(settings.rewardWeights(), settings.engagementReward()),
                causal,
                settings.requestBoundZ());
        StepJoinerSupplier joiner = new StepJoinerSupplier(
                connection,
                logic,
                new Refusals(new DeadLetters(connection, APP, clock), counts),
                settings.scanInterval(),
                Duration.ofMillis(settings.limits().graceMs()),
                clock,
                counts);
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        Topology topology = new Topology();
        Map<String, Topic<?>> sources = sources(settings);
        sources.forEach((name, topic) -> topology.addSource(name, bytes, bytes, connection.name(topic)));
        topology.addProcessor(STEP_JOINER, joiner, sources.keySet().toArray(String[]::new));
        addSink(topology, REPLAY_SINK, connection, Topics.REPLAY);
        addSink(topology, REQUEST_SINK, connection, Topics.DECISION_REQUESTS);
        return topology.addSink(
                Refusals.SINK,
                connection.name(Topics.DEAD_LETTERS),
                new ByteArraySerializer(),
                new ByteArraySerializer(),
                STEP_JOINER);
    }

    private static <V extends SpecificRecord> void addSink(
            Topology topology, String name, Connection connection, Topic<V> topic) {
        topology.addSink(
                name,
                connection.name(topic),
                new StringSerializer(),
                connection.serdes().<V>serializer(),
                STEP_JOINER);
    }
}
