package io.leaven.generator.recording;

import io.leaven.schemas.topic.Topic;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Records of any topic with every field filled at random: all branches of unions, maps and arrays of any size. */
final class RandomRecords {

    private RandomRecords() {}

    static List<SpecificRecord> of(Topic<?> topic, int count, long seed) {
        Schema schema = SpecificData.get().getSchema(topic.valueType());
        List<SpecificRecord> records = new ArrayList<>();
        for (Object record : new RandomData(schema, count, seed)) {
            records.add(specific(topic, schema, record));
        }
        return records;
    }

    static byte[] binary(SpecificRecord record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new SpecificDatumWriter<Object>(record.getSchema(), SpecificData.getForSchema(record.getSchema()))
                    .write(record, encoder);
            encoder.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return bytes.toByteArray();
    }

    private static SpecificRecord specific(Topic<?> topic, Schema schema, Object record) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().directBinaryEncoder(bytes, null);
        try {
            new GenericDatumWriter<>(schema, GenericData.get()).write(record, encoder);
            encoder.flush();
            Object read = OrderedRecordReader.of(schema, topic.valueType())
                    .read(null, DecoderFactory.get().binaryDecoder(bytes.toByteArray(), null));
            return topic.valueType().cast(read);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
