package io.leaven.dispatcher;

import io.leaven.app.access.Rights;
import io.leaven.schemas.topic.Topics;

/** What the two apps of this module do on the cluster. */
public final class DispatcherRights {

    private DispatcherRights() {}

    /** Of {@code leaven dispatch}. It reads what it sent only for guardrails that count it, and transitions only to watch the lift. */
    public static Rights dispatcher(DispatcherSettings settings, String topicPrefix) {
        boolean counts = settings.guardrailsFile().isPresent();
        return Rights.under(topicPrefix)
                .reads(Topics.DECISION_REQUESTS, Topics.AGENT_SNAPSHOTS, Topics.SNAPSHOT_ORDERS)
                .readsIf(settings.followsProfiles(), Topics.CUSTOMER_PROFILES)
                .readsIf(counts, Topics.ACTIONS)
                .readsConfigIf(counts, Topics.ACTIONS)
                .readsIf(settings.watchesLift(), Topics.REPLAY)
                .writes(Topics.DECISIONS, Topics.ACTIONS, Topics.DEAD_LETTERS)
                .writesIf(settings.bands().areOn() || settings.watchesLift(), Topics.SNAPSHOT_ORDERS)
                .group(settings.consumerGroup())
                .transactionsFrom(settings.consumerGroup() + "-")
                .build();
    }

    /** Of {@code leaven deliver}. It changes profiles, and reads receipts, only where it takes receipts in. */
    public static Rights delivery(DeliverySettings settings, String topicPrefix) {
        boolean takesReceipts = settings.receiptsAddress().isPresent();
        return Rights.under(topicPrefix)
                .reads(Topics.ACTIONS, Topics.CUSTOMER_PROFILES)
                .readsIf(takesReceipts, Topics.DELIVERY_RECEIPTS)
                .writes(Topics.DELIVERY_RECEIPTS, Topics.DEAD_LETTERS)
                .writesIf(takesReceipts, Topics.CUSTOMER_PROFILES)
                .group(settings.consumerGroup())
                .build();
    }
}
