package io.leaven.enricher;

import io.leaven.app.RequiredTopics;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes sure, before the start, that every topic is there and that the records of a customer can meet. */
final class EnricherTopics {

    private static final Set<Topic<?>> BESIDE =
            Set.of(Topics.REPLAY, Topics.DECISION_REQUESTS, Topics.DEAD_LETTERS, Topics.CAUSAL_MODELS);

    private EnricherTopics() {}

    /**
     * Waits until all topics exist.
     *
     * @param joined topics whose records are joined by customer
     * @throws UserError naming the topics that are missing after that time, or two to be joined that differ in partitions
     */
    static void await(TopicAdmin admin, Collection<Topic<?>> joined, Duration atMost) {
        Set<Topic<?>> needed = new HashSet<>(BESIDE);
        needed.addAll(joined);
        List<Presence> sources = RequiredTopics.await(admin, needed, atMost).stream()
                .filter(presence -> joined.contains(presence.topic()))
                .toList();
        Presence first = sources.get(0);
        for (Presence other : sources) {
            if (other.partitions() != first.partitions()) {
                throw new UserError("topic " + first.name() + " has " + first.partitions() + " partitions and "
                        + other.name() + " has " + other.partitions()
                        + "; they need the same number, or a customer's records never meet");
            }
        }
    }
}
