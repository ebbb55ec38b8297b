package io.leaven.generator.recording;

import java.util.List;

/**
 * One record of a topic as a recording keeps it.
 *
 * @param partition where it lay; -1 if unknown
 * @param offset where it lay; -1 if unknown
 * @param key as bytes; null if the record had none
 * @param timestamp of the Kafka record, UTC milliseconds
 * @param headers in their order
 * @param value what it held
 */
public record RecordedRecord(
        int partition, long offset, byte[] key, long timestamp, List<RecordedHeader> headers, RecordedValue value) {

    /** A position that is not known, as in a file written by hand. */
    public static final int UNKNOWN = -1;

    /** One header of a Kafka record; its value may be null. */
    public record RecordedHeader(String key, byte[] value) {}
}
