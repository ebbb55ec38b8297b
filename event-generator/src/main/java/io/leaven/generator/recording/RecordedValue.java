package io.leaven.generator.recording;

import org.apache.avro.specific.SpecificRecord;

/** The value of a recorded record. What cannot be decoded is kept as it came, so a recording lacks nothing. */
public sealed interface RecordedValue {

    /** A record of the topic's type. */
    record Decoded(SpecificRecord record) implements RecordedValue {}

    /** Bytes that are no such record, and why. */
    record Raw(byte[] bytes, String reason) implements RecordedValue {}

    /** No value: on a compacted topic the key was deleted. */
    record Tombstone() implements RecordedValue {}
}
