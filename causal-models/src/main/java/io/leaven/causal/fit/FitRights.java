package io.leaven.causal.fit;

import io.leaven.app.access.Rights;
import io.leaven.schemas.topic.Topics;

/** What fitting does on the cluster. */
public final class FitRights {

    private FitRights() {}

    /** Of {@code leaven fit}, from topics and with {@code --publish}. */
    public static Rights of(String topicPrefix) {
        return Rights.under(topicPrefix)
                .reads(Topics.MEDIA_SPEND, Topics.TREATMENT_EXPERIMENTS)
                .writes(Topics.CAUSAL_MODELS, Topics.DEAD_LETTERS)
                .build();
    }
}
