package io.leaven.enricher.record;

import io.leaven.app.DeadLetters;
import io.leaven.enricher.metric.EnricherCounts;
import io.leaven.enricher.metric.EnricherMetric;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Sends a record that cannot be used to the dead letters as it came, in the transaction that commits its offset. */
public final class Refusals {

    /** The sink of the dead letters, in every topology. */
    public static final String SINK = "dead-letter-sink";

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);

    private final DeadLetters letters;
    private final EnricherCounts counts;

    public Refusals(DeadLetters letters, EnricherCounts counts) {
        this.letters = letters;
        this.counts = counts;
    }

    /**
     * Refuses the record that is being processed.
     *
     * @param context of its processor, which has {@link #SINK} for a child
     */
    public void refuse(ProcessorContext<Object, Object> context, Record<byte[], byte[]> record, BadRecord why) {
        RecordMetadata source = context.recordMetadata().orElseThrow();
        LOG.warn(
                "topic {} partition {} offset {}: refused, {}: {}",
                source.topic(),
                source.partition(),
                source.offset(),
                why.errorClass(),
                why.inLogs());
        ProducerRecord<byte[], byte[]> letter = letters.letter(
                new ConsumerRecord<>(source.topic(), source.partition(), source.offset(), record.key(), record.value()),
                why.errorClass(),
                why.errorText());
        context.forward(new Record<>(letter.key(), letter.value(), record.timestamp()), SINK);
        counts.increment(EnricherMetric.DEAD_LETTERS);
    }
}
