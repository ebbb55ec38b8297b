package io.leaven.enricher;

import io.leaven.app.RequiredTopics;
import io.leaven.app.UserError;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** Makes sure, before the start, that every topic is there and that the records of a customer can meet. */
final class EnricherTopics {

    private EnricherTopics() {}

    /**
     * Waits until all topics exist.
     *
     * @param needed all that it reads and writes
     * @param joined those of them whose records are joined by customer
     * @throws UserError naming the topics that are missing after that time, or two to be joined that differ in partitions
     */
    static void await(TopicAdmin admin, Set<Topic<?>> needed, Collection<Topic<?>> joined, Duration atMost) {
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
