package io.leaven.enricher.causal;

import io.leaven.app.TopicScan;
import io.leaven.causal.model.CausalModelCodec;
import io.leaven.causal.model.InvalidModelException;
import io.leaven.enricher.causal.CausalModels.Uplift;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import io.leaven.enricher.record.BadRecord;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.UpliftModel;
import io.leaven.schemas.registry.SchemaRegistryException;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The newest good causal models on record: fed by whoever follows the topic {@code causal-models}, asked by the reward. A
 * broken model is refused, and the last good one stays; before the first there is no uplift, and every channel weighs 1. One
 * thread may feed it while any number ask.
 */
public final class CausalModelView implements TopicScan.RecordHandler, Supplier<UpliftSource> {

    private static final Logger LOG = LoggerFactory.getLogger(CausalModelView.class);

    private final Deserializer<CausalModel> deserializer;
    private final BiConsumer<ConsumerRecord<byte[], byte[]>, BadRecord> refused;
    private final EnricherCounts counts;
    private final boolean needsStandardErrors;
    private volatile CausalModels current = CausalModels.NONE;

    /**
     * @param refused told of each record that holds no good model, and why
     * @param needsStandardErrors whether an uplift model without them is no good
     */
    public CausalModelView(
            Deserializer<CausalModel> deserializer,
            BiConsumer<ConsumerRecord<byte[], byte[]>, BadRecord> refused,
            EnricherCounts counts,
            boolean needsStandardErrors) {
        this.deserializer = deserializer;
        this.refused = refused;
        this.counts = counts;
        this.needsStandardErrors = needsStandardErrors;
    }

    @Override
    public UpliftSource get() {
        return current;
    }

    /**
     * Takes a model into use, or refuses it.
     *
     * @throws SchemaRegistryException if the registry is out of reach
     */
    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            refuse(record, new BadRecord("NoValue", "the record has no value"));
            return;
        }
        try {
            CausalModel model = deserializer.deserialize(record.topic(), record.value());
            current = with(model);
            counts.increment(EnricherMetric.MODELS);
            LOG.info(
                    "topic {} partition {} offset {}: causal model {} is in use",
                    record.topic(),
                    record.partition(),
                    record.offset(),
                    model.getVersion());
        } catch (InvalidModelException e) {
            refuse(record, BadRecord.of(e));
        } catch (RuntimeException e) {
            refuse(record, BadRecord.undecodable(e));
        }
    }

    private void refuse(ConsumerRecord<byte[], byte[]> record, BadRecord why) {
        LOG.warn(
                "topic {} partition {} offset {}: causal model refused, the last good one stays: {}",
                record.topic(),
                record.partition(),
                record.offset(),
                why.errorText());
        counts.increment(EnricherMetric.DEAD_LETTERS);
        refused.accept(record, why);
    }

    private CausalModels with(CausalModel model) throws InvalidModelException {
        return model.getModel() instanceof UpliftModel
                ? current.with(Uplift.of(CausalModelCodec.uplift(model), needsStandardErrors))
                : current.with(CausalModelCodec.mediaMix(model));
    }
}
