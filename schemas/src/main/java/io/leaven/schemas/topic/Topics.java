package io.leaven.schemas.topic;

import static io.leaven.schemas.topic.Topic.Cleanup.COMPACT;
import static io.leaven.schemas.topic.Topic.Cleanup.DELETE;
import static io.leaven.schemas.topic.Topic.Partitions.BY_CUSTOMER;
import static io.leaven.schemas.topic.Topic.Partitions.ONE;

import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.Transition;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The catalogue of topics: the only place where a topic has a name. */
public final class Topics {

    /** Bytes of the largest record: models and snapshots outgrow Kafka's default of 1 MiB. */
    public static final int MAX_RECORD_BYTES = 16 << 20;

    private static final String REBUILT = "replay-";
    private static final Duration WEEK = Duration.ofDays(7);
    private static final Duration QUARTER = Duration.ofDays(90);
    private static final Duration YEAR = Duration.ofDays(365);

    public static final Topic<CustomerEvent> CUSTOMER_EVENTS =
            new Topic<>("customer-events", CustomerEvent.class, BY_CUSTOMER, DELETE, QUARTER);
    public static final Topic<CustomerProfile> CUSTOMER_PROFILES =
            new Topic<>("customer-profiles", CustomerProfile.class, BY_CUSTOMER, COMPACT, YEAR);
    public static final Topic<DecisionRequest> DECISION_REQUESTS =
            new Topic<>("decision-requests", DecisionRequest.class, BY_CUSTOMER, DELETE, WEEK);
    public static final Topic<Decision> DECISIONS =
            new Topic<>("decisions", Decision.class, BY_CUSTOMER, DELETE, QUARTER);
    public static final Topic<MessageAction> ACTIONS =
            new Topic<>("actions", MessageAction.class, BY_CUSTOMER, DELETE, QUARTER);
    public static final Topic<Transition> REPLAY = new Topic<>("replay", Transition.class, BY_CUSTOMER, DELETE, YEAR);
    public static final Topic<CausalModel> CAUSAL_MODELS =
            new Topic<>("causal-models", CausalModel.class, ONE, COMPACT, YEAR);
    public static final Topic<AgentSnapshot> AGENT_SNAPSHOTS =
            new Topic<>("agent-snapshots", AgentSnapshot.class, ONE, COMPACT, YEAR);
    public static final Topic<SnapshotOrder> SNAPSHOT_ORDERS =
            new Topic<>("snapshot-orders", SnapshotOrder.class, ONE, COMPACT, YEAR);
    public static final Topic<DeliveryReceipt> DELIVERY_RECEIPTS =
            new Topic<>("delivery-receipts", DeliveryReceipt.class, BY_CUSTOMER, DELETE, QUARTER);
    public static final Topic<MediaSpend> MEDIA_SPEND =
            new Topic<>("media-spend", MediaSpend.class, ONE, DELETE, YEAR.multipliedBy(5));
    public static final Topic<ExperimentOutcome> TREATMENT_EXPERIMENTS =
            new Topic<>("treatment-experiments", ExperimentOutcome.class, BY_CUSTOMER, DELETE, YEAR);
    public static final Topic<DeadLetter> DEAD_LETTERS =
            new Topic<>("dead-letters", DeadLetter.class, ONE, DELETE, QUARTER);

    /** Every topic, in the order of the loop. */
    public static final List<Topic<?>> ALL = List.of(
            CUSTOMER_EVENTS,
            CUSTOMER_PROFILES,
            DECISION_REQUESTS,
            DECISIONS,
            ACTIONS,
            REPLAY,
            CAUSAL_MODELS,
            AGENT_SNAPSHOTS,
            SNAPSHOT_ORDERS,
            DELIVERY_RECEIPTS,
            MEDIA_SPEND,
            TREATMENT_EXPERIMENTS,
            DEAD_LETTERS);

    private Topics() {}

    /**
     * A copy of {@link #REPLAY} with rewards priced anew: {@code replay-NAME}, beside the catalogue.
     *
     * @param name lower-case letters, digits and '-'
     * @throws IllegalArgumentException if the name has anything else
     */
    public static Topic<Transition> rebuiltReplay(String name) {
        return new Topic<>(REBUILT + name, Transition.class, REPLAY.partitions(), REPLAY.cleanup(), REPLAY.retention());
    }

    /** How the full names of all {@link #rebuiltReplay} topics begin. */
    public static String rebuiltReplays(String prefix) {
        return prefix + REBUILT;
    }

    /** The topic of that name, with or without the prefix; a rebuilt one, too. */
    public static Optional<Topic<?>> byName(String name, String prefix) {
        return ALL.stream()
                .filter(topic ->
                        topic.name().equals(name) || topic.fullName(prefix).equals(name))
                .findFirst()
                .or(() -> rebuiltByName(name.startsWith(prefix) ? name.substring(prefix.length()) : name));
    }

    private static Optional<Topic<?>> rebuiltByName(String name) {
        return Topic.isName(name) && name.startsWith(REBUILT) && name.length() > REBUILT.length()
                ? Optional.of(rebuiltReplay(name.substring(REBUILT.length())))
                : Optional.empty();
    }
}
