package io.leaven.generator.recording;

import io.leaven.generator.recording.RecordedRecord.RecordedHeader;
import io.leaven.schemas.topic.Topic;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericData.StringType;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/** The record of an Avro recording: a record of the topic with its key, timestamp and headers around it. */
final class AvroEnvelope {

    /** Metadata key of the container: the name of the recorded topic, without a prefix. */
    static final String TOPIC = "leaven.topic";

    private static final String NAMESPACE = "io.leaven.recording";
    private static final String UNREADABLE = "bytes that could not be decoded";

    private final Schema schema;
    private final Schema headerSchema;

    AvroEnvelope(Topic<?> topic) {
        Schema text = SchemaBuilder.builder().stringType();
        GenericData.setStringType(text, StringType.String);
        Schema bytes = SchemaBuilder.builder().bytesType();
        headerSchema = SchemaBuilder.record("Header")
                .namespace(NAMESPACE)
                .fields()
                .name("key")
                .type(text)
                .noDefault()
                .name("value")
                .type(Schema.createUnion(Schema.create(Schema.Type.NULL), bytes))
                .noDefault()
                .endRecord();
        schema = SchemaBuilder.record("RecordedRecord")
                .namespace(NAMESPACE)
                .fields()
                .name("partition")
                .doc("Where the record lay; -1 if unknown.")
                .type()
                .intType()
                .noDefault()
                .name("offset")
                .doc("Where the record lay; -1 if unknown.")
                .type()
                .longType()
                .noDefault()
                .name("key")
                .doc("Bytes where it is not UTF-8.")
                .type(Schema.createUnion(Schema.create(Schema.Type.NULL), text, bytes))
                .noDefault()
                .name("timestamp")
                .doc("Of the Kafka record, UTC milliseconds.")
                .type()
                .longType()
                .noDefault()
                .name("headers")
                .type(Schema.createArray(headerSchema))
                .noDefault()
                .name("value")
                .doc("Bytes, as they came, where they could not be decoded.")
                .type(Schema.createUnion(
                        Schema.create(Schema.Type.NULL), SpecificData.get().getSchema(topic.valueType()), bytes))
                .noDefault()
                .endRecord();
    }

    Schema schema() {
        return schema;
    }

    GenericRecord wrap(RecordedRecord record) {
        GenericRecord envelope = new GenericData.Record(schema);
        envelope.put("partition", record.partition());
        envelope.put("offset", record.offset());
        envelope.put("key", key(record.key()));
        envelope.put("timestamp", record.timestamp());
        envelope.put("headers", record.headers().stream().map(this::wrapHeader).toList());
        envelope.put("value", wrapValue(record.value()));
        return envelope;
    }

    static RecordedRecord unwrap(GenericRecord envelope) {
        List<RecordedHeader> headers = new ArrayList<>();
        for (Object header : (List<?>) envelope.get("headers")) {
            GenericRecord entry = (GenericRecord) header;
            headers.add(new RecordedHeader(entry.get("key").toString(), bytes(entry.get("value"))));
        }
        return new RecordedRecord(
                (Integer) envelope.get("partition"),
                (Long) envelope.get("offset"),
                bytes(envelope.get("key")),
                (Long) envelope.get("timestamp"),
                headers,
                unwrapValue(envelope.get("value")));
    }

    private static Object key(byte[] key) {
        if (key == null) {
            return null;
        }
        return Utf8.text(key).map(Object.class::cast).orElseGet(() -> ByteBuffer.wrap(key));
    }

    private GenericRecord wrapHeader(RecordedHeader header) {
        GenericRecord entry = new GenericData.Record(headerSchema);
        entry.put("key", header.key());
        entry.put("value", header.value() == null ? null : ByteBuffer.wrap(header.value()));
        return entry;
    }

    private static Object wrapValue(RecordedValue value) {
        if (value instanceof RecordedValue.Decoded decoded) {
            return decoded.record();
        }
        return value instanceof RecordedValue.Raw raw ? ByteBuffer.wrap(raw.bytes()) : null;
    }

    private static RecordedValue unwrapValue(Object value) {
        if (value instanceof SpecificRecord record) {
            return new RecordedValue.Decoded(record);
        }
        return value == null ? new RecordedValue.Tombstone() : new RecordedValue.Raw(bytes(value), UNREADABLE);
    }

    private static byte[] bytes(Object value) {
        if (value == null) {
            return null;
        }
        if (value instanceof ByteBuffer buffer) {
            byte[] bytes = new byte[buffer.remaining()];
            buffer.duplicate().get(bytes);
            return bytes;
        }
        return Utf8.bytes(value.toString());
    }
}
