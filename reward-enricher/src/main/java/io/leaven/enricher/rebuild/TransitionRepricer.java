package io.leaven.enricher.rebuild;

import io.leaven.app.ErasedCustomers;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.record.BadRecord;
import io.leaven.enricher.record.Refusals;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.Transition;
import java.nio.charset.StandardCharsets;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/** Prices one transition after the other by the newest causal models; each keeps its key, its timestamp and its place. */
final class TransitionRepricer extends ContextualProcessor<byte[], byte[], Object, Object> {

    static final String SINK = "rebuilt-replay-sink";

    private final Deserializer<Transition> deserializer;
    private final RewardFunction rewards;
    private final Supplier<UpliftSource> causal;
    private final ErasedCustomers erased;
    private final Refusals refusals;
    private final EnricherCounts counts;

    /** @param erased whose transitions are left out */
    TransitionRepricer(
            Deserializer<Transition> deserializer,
            RewardFunction rewards,
            Supplier<UpliftSource> causal,
            ErasedCustomers erased,
            Refusals refusals,
            EnricherCounts counts) {
        this.deserializer = deserializer;
        this.rewards = rewards;
        this.causal = causal;
        this.erased = erased;
        this.refusals = refusals;
        this.counts = counts;
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        if (erased.contains(record.key())) {
            counts.increment(EnricherMetric.REBUILT_ERASED);
            return;
        }
        if (record.key() == null || record.value() == null) {
            refusals.refuse(context(), record, new BadRecord("NoValue", "the record has no key or no value"));
            return;
        }
        Transition transition;
        try {
            transition = deserializer.deserialize(
                    context().recordMetadata().orElseThrow().topic(), record.value());
        } catch (RuntimeException e) {
            refusals.refuse(context(), record, BadRecord.undecodable(e));
            return;
        }
        if (!rewards.hasTheseWeights(transition)) {
            counts.increment(EnricherMetric.REBUILT_OTHER_WEIGHTS);
        }
        transition.setReward(rewards.reprice(transition, causal.get()));
        counts.increment(EnricherMetric.REBUILT);
        context()
                .forward(
                        new Record<>(new String(record.key(), StandardCharsets.UTF_8), transition, record.timestamp()),
                        SINK);
    }
}
