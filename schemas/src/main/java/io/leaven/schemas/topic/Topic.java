package io.leaven.schemas.topic;

import java.time.Duration;
import java.util.regex.Pattern;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic of the catalogue: what it is called, what it holds and how it is kept. Keys are UTF-8 strings.
 *
 * @param name without the prefix, such as {@code customer-events}
 * @param valueType the record that it holds
 * @param partitions how many the topic is created with; customer topics all have the same number
 * @param cleanup whether old records are deleted or compacted
 * @param retention how long a record is kept; on a compacted topic, how long a tombstone is
 */
public record Topic<V extends SpecificRecord>(
        String name, Class<V> valueType, Partitions partitions, Cleanup cleanup, Duration retention) {

    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]*");

    public Topic {
        if (!isName(name)) {
            throw new IllegalArgumentException(
                    "topic name '" + name + "' is not lower-case words and numbers joined by '-'");
        }
    }

    /** Whether a topic can be called so. */
    static boolean isName(String name) {
        return NAME.matcher(name).matches();
    }

    /** How records leave the topic. */
    public enum Cleanup {
        DELETE,
        COMPACT
    }

    /** Whether the topic is spread over customers or kept in one order. */
    public enum Partitions {
        /** Keyed by customer; co-partitioned with every other customer topic. */
        BY_CUSTOMER,
        /** One partition. */
        ONE
    }

    /** The name on the broker, such as {@code leaven.customer-events}. */
    public String fullName(String prefix) {
        return prefix + name;
    }

    @Override
    public String toString() {
        return name;
    }
}
