package io.leaven.schemas.serde;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.avro.util.RandomData;

/** Seeded records of any type, made and encoded by Avro's own generic code: an opinion that is independent of our serde. */
final class RandomRecords {

    private RandomRecords() {}

    /** One record, three ways. */
    record Sample<T>(Object generic, byte[] bytes, T specific) {}

    static <T extends SpecificRecord> List<Sample<T>> of(Class<T> type, int count, long seed) {
        Schema own = SpecificData.get().getSchema(type);
        Schema plain = PortableSchema.of(own);
        List<Sample<T>> samples = new ArrayList<>();
        for (Object generic : new RandomData(plain, count, seed)) {
            byte[] bytes = encode(plain, generic);
            samples.add(new Sample<>(
                    decodeGeneric(plain, bytes),
                    bytes,
                    decode(new SpecificDatumReader<>(plain, own, SpecificData.getForClass(type)), bytes)));
        }
        return samples;
    }

    static Object decodeGeneric(Schema schema, byte[] bytes) {
        return decode(new GenericDatumReader<>(schema, schema, new GenericData()), bytes);
    }

    static byte[] encode(Schema schema, Object generic) {
        try {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
            new GenericDatumWriter<>(schema, new GenericData()).write(generic, encoder);
            encoder.flush();
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T decode(GenericDatumReader<T> reader, byte[] bytes) {
        try {
            return reader.read(null, DecoderFactory.get().binaryDecoder(bytes, null));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
