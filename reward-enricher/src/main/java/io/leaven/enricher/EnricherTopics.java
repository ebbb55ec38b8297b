package io.leaven.enricher;

import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import io.leaven.schemas.topic.TopicAdminException;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Makes sure, before the start, that every topic is there and that events and decisions of a customer can meet. */
final class EnricherTopics {

    private static final Set<Topic<?>> NEEDED = Set.of(
            Topics.CUSTOMER_EVENTS,
            Topics.DECISIONS,
            Topics.CUSTOMER_PROFILES,
            Topics.REPLAY,
            Topics.DECISION_REQUESTS,
            Topics.DEAD_LETTERS,
            Topics.CAUSAL_MODELS);
    private static final long RETRY_MS = 250;

    private EnricherTopics() {}

    /**
     * Waits until all topics exist.
     *
     * @throws UserError naming the topics that are missing after that time, or saying that events and decisions differ in
     *     partitions
     */
    static void await(TopicAdmin admin, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<Presence> topics = needed(admin);
        while (!topics.stream().allMatch(Presence::exists)) {
            if (System.nanoTime() - end > 0) {
                throw new UserError("after " + atMost.toMillis() / 1000.0 + " s there is still no topic "
                        + topics.stream()
                                .filter(topic -> !topic.exists())
                                .map(Presence::name)
                                .collect(Collectors.joining(", "))
                        + "; `leaven topics create` makes Leaven's topics");
            }
            pause();
            topics = needed(admin);
        }
        requireSamePartitions(of(topics, Topics.CUSTOMER_EVENTS), of(topics, Topics.DECISIONS));
        requireSamePartitions(of(topics, Topics.CUSTOMER_EVENTS), of(topics, Topics.CUSTOMER_PROFILES));
    }

    private static void requireSamePartitions(Presence events, Presence other) {
        if (events.partitions() != other.partitions()) {
            throw new UserError("topic " + events.name() + " has " + events.partitions() + " partitions and "
                    + other.name() + " has " + other.partitions()
                    + "; they need the same number, or a customer's records never meet");
        }
    }

    private static List<Presence> needed(TopicAdmin admin) {
        try {
            return admin.list().stream()
                    .filter(presence -> NEEDED.contains(presence.topic()))
                    .toList();
        } catch (TopicAdminException e) {
            throw new UserError("cannot look for the topics: " + e.getMessage(), e);
        }
    }

    private static Presence of(List<Presence> topics, Topic<?> topic) {
        return topics.stream()
                .filter(presence -> presence.topic().equals(topic))
                .findFirst()
                .orElseThrow();
    }

    private static void pause() {
        try {
            Thread.sleep(RETRY_MS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while waiting for topics", e);
        }
    }
}
