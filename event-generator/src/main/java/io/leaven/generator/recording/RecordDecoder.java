package io.leaven.generator.recording;

import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import io.leaven.schemas.registry.SchemaRegistryClient;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.serde.ConfluentFrame;
import io.leaven.schemas.serde.FrameDecoder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;

/**
 * Decodes records of a topic as the apps do, with one difference: maps keep the order of their entries, so that a value
 * that is written again has the same bytes. Not thread-safe.
 */
public final class RecordDecoder {

    private final SchemaRegistryClient registry;
    private final Class<? extends SpecificRecord> type;
    private final Map<Integer, OrderedRecordReader> readers = new HashMap<>();

    /** @param type of the topic's values */
    public RecordDecoder(SchemaRegistryClient registry, Class<? extends SpecificRecord> type) {
        this.registry = registry;
        this.type = type;
    }

    /**
     * The record; its value is raw if it is no record of the topic's type or the registry does not know its schema.
     *
     * @throws SchemaRegistryException if the registry is out of reach
     */
    public RecordedRecord decode(ConsumerRecord<byte[], byte[]> record) {
        List<RecordedHeader> headers = new ArrayList<>();
        for (Header header : record.headers()) {
            headers.add(new RecordedHeader(header.key(), header.value()));
        }
        return new RecordedRecord(
                record.partition(), record.offset(), record.key(), record.timestamp(), headers, value(record.value()));
    }

    private RecordedValue value(byte[] framed) {
        if (framed == null) {
            return new RecordedValue.Tombstone();
        }
        OrderedRecordReader reader;
        try {
            reader = readers.computeIfAbsent(
                    ConfluentFrame.schemaId(framed), id -> OrderedRecordReader.of(registry.byId(id), type));
        } catch (SerializationException e) {
            return new RecordedValue.Raw(framed, reason(e));
        } catch (SchemaRegistryException e) {
            if (!e.isNotFound()) {
                throw e;
            }
            return new RecordedValue.Raw(framed, reason(e));
        }
        return read(framed, reader);
    }

    private RecordedValue read(byte[] framed, OrderedRecordReader reader) {
        FrameDecoder decoder = new FrameDecoder(framed, ConfluentFrame.HEADER_BYTES);
        try {
            SpecificRecord record = type.cast(reader.read(null, decoder));
            return decoder.remaining() == 0
                    ? new RecordedValue.Decoded(record)
                    : new RecordedValue.Raw(framed, "bytes are left after the record");
        } catch (IOException | RuntimeException e) {
            // Bytes in memory are all that is read here: Avro has no one class for what can be wrong with them.
            return new RecordedValue.Raw(framed, reason(e));
        }
    }

    private static String reason(Exception e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
