package io.leaven.enricher.rebuild;

import io.leaven.app.Connection;
import io.leaven.app.ErasedCustomers;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.record.Refusals;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.Topology;

/**
 * Replay in, the same with rewards priced anew out:
 *
 * <pre>
 * replay --> transition-repricer +--> replay-NAME
 *                                +--> dead-letters
 * </pre>
 *
 * <p>It keeps no state. A function of its arguments: the connection gives names and serdes and is not asked to connect.
 */
public final class RebuildTopology {

    private static final String SOURCE = "replay-source";
    private static final String REPRICER = "transition-repricer";

    private RebuildTopology() {}

    /**
     * Builds the topology.
     *
     * @param rebuilt the copy
     * @param causal the newest causal models
     * @param erased customers whose transitions are left out
     * @param counts told of all that passes
     */
    public static Topology build(
            Connection connection,
            Topic<Transition> rebuilt,
            RewardFunction rewards,
            Supplier<UpliftSource> causal,
            ErasedCustomers erased,
            Refusals refusals,
            EnricherCounts counts) {
        ByteArrayDeserializer bytes = new ByteArrayDeserializer();
        return new Topology()
                .addSource(SOURCE, bytes, bytes, connection.name(Topics.REPLAY))
                .addProcessor(
                        REPRICER,
                        () -> new TransitionRepricer(
                                connection.serdes().deserializer(Transition.class),
                                rewards,
                                causal,
                                erased,
                                refusals,
                                counts),
                        SOURCE)
                .addSink(
                        TransitionRepricer.SINK,
                        connection.name(rebuilt),
                        new StringSerializer(),
                        connection.serdes().<Transition>serializer(),
                        REPRICER)
                .addSink(
                        Refusals.SINK,
                        connection.name(Topics.DEAD_LETTERS),
                        new ByteArraySerializer(),
                        new ByteArraySerializer(),
                        REPRICER);
    }
}
