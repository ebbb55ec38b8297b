package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.LongStream;
import org.apache.avro.Schema;
import org.apache.avro.SchemaBuilder;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.util.RandomData;
import org.apache.avro.util.Utf8;
import org.junit.jupiter.api.Test;

/** Held against the examples of Avro's specification and against what Avro's own encoder writes. */
class FrameDecoderTest {

    private static final long SEED = 11;

    /** Every kind of value that Avro knows. */
    private static final Schema EVERYTHING = new Schema.Parser()
            .parse("{\"type\":\"record\",\"name\":\"Everything\",\"fields\":["
                    + "{\"name\":\"n\",\"type\":\"null\"},{\"name\":\"b\",\"type\":\"boolean\"},"
                    + "{\"name\":\"i\",\"type\":\"int\"},{\"name\":\"l\",\"type\":\"long\"},"
                    + "{\"name\":\"f\",\"type\":\"float\"},{\"name\":\"d\",\"type\":\"double\"},"
                    + "{\"name\":\"s\",\"type\":\"string\"},{\"name\":\"y\",\"type\":\"bytes\"},"
                    + "{\"name\":\"x\",\"type\":{\"type\":\"fixed\",\"name\":\"Six\",\"size\":6}},"
                    + "{\"name\":\"e\",\"type\":{\"type\":\"enum\",\"name\":\"Kind\",\"symbols\":[\"A\",\"B\",\"C\"]}},"
                    + "{\"name\":\"u\",\"type\":[\"null\",\"string\",\"long\"]},"
                    + "{\"name\":\"a\",\"type\":{\"type\":\"array\",\"items\":\"double\"}},"
                    + "{\"name\":\"m\",\"type\":{\"type\":\"map\",\"values\":\"string\"}},"
                    + "{\"name\":\"last\",\"type\":\"int\"}]}");

    private static final Schema ONLY_LAST =
            SchemaBuilder.record("Everything").fields().requiredInt("last").endRecord();

    /** Specification 1.12, "Primitive Types" and "Complex Types". */
    @Test
    void readsTheSpecificationsExamples() throws IOException {
        assertThat(decoder(0x00).readLong()).isEqualTo(0);
        assertThat(decoder(0x01).readLong()).isEqualTo(-1);
        assertThat(decoder(0x02).readInt()).isEqualTo(1);
        assertThat(decoder(0x7f).readInt()).isEqualTo(-64);
        assertThat(decoder(0x80, 0x01).readInt()).isEqualTo(64);
        assertThat(decoder(0x06, 0x66, 0x6f, 0x6f).readString()).isEqualTo("foo");
        assertThat((Object) decoder(0x06, 0x66, 0x6f, 0x6f).readString(null)).isEqualTo(new Utf8("foo"));
        assertThat(decoder(0x04, 0x06, 0x36, 0x00).readArrayStart()).isEqualTo(2);
    }

    @Test
    void readsTheEdgesOfEveryNumber() throws IOException {
        for (long value : new long[] {0, 1, -1, 63, 64, Integer.MAX_VALUE, Long.MAX_VALUE, Long.MIN_VALUE}) {
            FrameDecoder decoder = written(encoder -> {
                encoder.writeLong(value);
                encoder.writeInt((int) value);
                encoder.writeDouble(Double.longBitsToDouble(value));
                encoder.writeFloat(Float.intBitsToFloat((int) value));
            });
            assertThat(decoder.readLong()).isEqualTo(value);
            assertThat(decoder.readInt()).isEqualTo((int) value);
            assertThat(decoder.readDouble()).isEqualTo(Double.valueOf(Double.longBitsToDouble(value)));
            assertThat(decoder.readFloat()).isEqualTo(Float.valueOf(Float.intBitsToFloat((int) value)));
            assertThat(decoder.remaining()).isZero();
        }
    }

    @Test
    void readsWhatAvroReadsOfEveryKind() throws IOException {
        for (Object record : new RandomData(EVERYTHING, 200, SEED)) {
            byte[] bytes = RandomRecords.encode(EVERYTHING, record);
            FrameDecoder decoder = new FrameDecoder(bytes, 0);

            Object read = new GenericDatumReader<>(EVERYTHING).read(null, decoder);

            assertThat(read).as("seed %d", SEED).isEqualTo(RandomRecords.decodeGeneric(EVERYTHING, bytes));
            assertThat(decoder.remaining()).isZero();
        }
    }

    @Test
    void passesOverWhatAReaderDoesNotWant() throws IOException {
        for (Object record : new RandomData(EVERYTHING, 200, SEED)) {
            FrameDecoder decoder = new FrameDecoder(RandomRecords.encode(EVERYTHING, record), 0);

            GenericRecord read = new GenericDatumReader<GenericRecord>(EVERYTHING, ONLY_LAST).read(null, decoder);

            assertThat(read.get("last")).isEqualTo(((GenericRecord) record).get("last"));
            assertThat(decoder.remaining()).isZero();
        }
    }

    /** Blocks with a negative count and their size, as {@code blockingBinaryEncoder} writes them. */
    @Test
    void readsAndSkipsBlocksThatStateTheirSize() throws IOException {
        Schema array = SchemaBuilder.array().items().longType();
        Schema record = SchemaBuilder.record("R")
                .fields()
                .name("a")
                .type(array)
                .noDefault()
                .requiredInt("last")
                .endRecord();
        GenericRecord value = new GenericData.Record(record);
        value.put("a", LongStream.range(0, 5_000).boxed().toList());
        value.put("last", 7);
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder blocks = new EncoderFactory().configureBlockSize(64).blockingBinaryEncoder(out, null);
        new GenericDatumWriter<>(record).write(value, blocks);
        blocks.flush();
        Schema wanted = SchemaBuilder.record("R").fields().requiredInt("last").endRecord();

        assertThat(out.toByteArray()[0] & 1)
                .as("the first block's count is negative")
                .isEqualTo(1);
        assertThat(new GenericDatumReader<GenericRecord>(record).read(null, new FrameDecoder(out.toByteArray(), 0)))
                .isEqualTo(value);
        assertThat(new GenericDatumReader<GenericRecord>(record, wanted)
                        .read(null, new FrameDecoder(out.toByteArray(), 0))
                        .get("last"))
                .isEqualTo(7);
    }

    @Test
    void numbersThatDoNotEndAreRefused() {
        assertThatThrownBy(() -> decoder(0x80, 0x80, 0x80, 0x80, 0x80, 0x01).readInt())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("more than 5 bytes");
        assertThatThrownBy(() -> decoder(0x80, 0x80).readLong()).isInstanceOf(EOFException.class);
    }

    @Test
    void lengthsBeyondTheEndAreRefused() {
        List<ThrowingRead> reads = List.of(
                FrameDecoder::readString,
                FrameDecoder::skipString,
                decoder -> decoder.readBytes(null),
                FrameDecoder::skipBytes,
                FrameDecoder::readArrayStart,
                FrameDecoder::readMapStart,
                FrameDecoder::skipArray,
                decoder -> decoder.skipFixed(3),
                FrameDecoder::readDouble);
        for (ThrowingRead read : reads) {
            assertThatThrownBy(() -> read.accept(decoder(0x08, 0x00))).isInstanceOf(EOFException.class);
        }
        assertThatThrownBy(() -> decoder(0x03, 0x00, 0x00).readString())
                .isInstanceOf(EOFException.class)
                .hasMessageContaining("a length of -2");
    }

    private interface ThrowingRead {
        void accept(FrameDecoder decoder) throws IOException;
    }

    private interface Writes {
        void to(BinaryEncoder encoder) throws IOException;
    }

    private static FrameDecoder written(Writes writes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        writes.to(encoder);
        encoder.flush();
        return new FrameDecoder(out.toByteArray(), 0);
    }

    private static FrameDecoder decoder(int... bytes) {
        ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
        for (int each : bytes) {
            buffer.put((byte) each);
        }
        return new FrameDecoder(buffer.array(), 0);
    }
}
