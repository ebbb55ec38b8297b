package io.leaven.trainer;

import io.leaven.app.access.Rights;
import io.leaven.schemas.topic.Topics;

/** What the trainer does on the cluster. It is in no consumer group: it keeps its positions itself. */
public final class TrainerRights {

    private TrainerRights() {}

    /** Of {@code leaven train}; of another replay than the one that is set it may read nothing. */
    public static Rights of(TrainerSettings settings, String topicPrefix) {
        return Rights.under(topicPrefix)
                .reads(settings.replay(), Topics.CUSTOMER_PROFILES, Topics.AGENT_SNAPSHOTS)
                .readsIf(settings.gate().isOn(), Topics.SNAPSHOT_ORDERS)
                .writes(Topics.AGENT_SNAPSHOTS, Topics.DEAD_LETTERS)
                .build();
    }
}
