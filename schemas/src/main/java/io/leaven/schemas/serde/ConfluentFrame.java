package io.leaven.schemas.serde;

import java.nio.ByteBuffer;
import org.apache.kafka.common.errors.SerializationException;

/** Confluent's wire format: a zero byte, the schema's id in four bytes (big-endian), then Avro binary. */
public final class ConfluentFrame {

    static final byte MAGIC = 0x0;
    /** Bytes before the record. */
    public static final int HEADER_BYTES = 5;

    private ConfluentFrame() {}

    /** The subject under which the values of a topic are registered. */
    public static String valueSubject(String topic) {
        return topic + "-value";
    }

    static byte[] header(int schemaId) {
        return ByteBuffer.allocate(HEADER_BYTES).put(MAGIC).putInt(schemaId).array();
    }

    /**
     * The schema id of a framed value.
     *
     * @throws SerializationException if the bytes are not in this format
     */
    public static int schemaId(byte[] framed) {
        if (framed.length < HEADER_BYTES) {
            throw new SerializationException(
                    "not in Confluent's frame: " + framed.length + " bytes, the header alone has " + HEADER_BYTES);
        }
        if (framed[0] != MAGIC) {
            throw new SerializationException(
                    String.format("not in Confluent's frame: first byte is 0x%02x, not 0x00", framed[0]));
        }
        return ByteBuffer.wrap(framed, 1, 4).getInt();
    }
}
