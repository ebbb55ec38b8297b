package io.leaven.schemas.serde;

import io.leaven.schemas.topic.Topics;
import java.util.List;

/**
 * Keeps a damaged record from asking for gigabytes: Avro believes the lengths it reads, up to 2 GiB each, unless these system
 * properties are set before it reads the first one. Nothing inside a record can be longer than the largest record. Values
 * that the user set stay.
 */
final class RecordLimits {

    private static final List<String> LIMITS = List.of(
            "org.apache.avro.limits.bytes.maxLength",
            "org.apache.avro.limits.string.maxLength",
            "org.apache.avro.limits.collectionItems.maxLength");

    private RecordLimits() {}

    static void install() {
        for (String limit : LIMITS) {
            if (System.getProperty(limit) == null) {
                System.setProperty(limit, Integer.toString(Topics.MAX_RECORD_BYTES));
            }
        }
    }
}
