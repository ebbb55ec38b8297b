package io.leaven.generator;

import io.leaven.app.access.Rights;
import io.leaven.schemas.topic.Topics;

/** What the simulated bakery does on the cluster. */
public final class GeneratorRights {

    private GeneratorRights() {}

    /** Of {@code leaven generate}, every stream and mode. */
    public static Rights of(String topicPrefix) {
        return Rights.under(topicPrefix)
                .reads(Topics.DECISIONS)
                .writes(
                        Topics.CUSTOMER_EVENTS,
                        Topics.DECISIONS,
                        Topics.MEDIA_SPEND,
                        Topics.TREATMENT_EXPERIMENTS,
                        Topics.DEAD_LETTERS)
                .build();
    }
}
