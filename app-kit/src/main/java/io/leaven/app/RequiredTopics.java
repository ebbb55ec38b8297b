package io.leaven.app;

import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Presence;
import io.leaven.schemas.topic.TopicAdminException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.AuthorizationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes sure, before an app starts, that every topic is there that it reads or writes. */
public final class RequiredTopics {

    private static final Logger LOG = LoggerFactory.getLogger(RequiredTopics.class);
    private static final String REMEDY = "`leaven topics create` makes Leaven's topics";
    private static final String RIGHTS = "`leaven acls` tells what each app must be allowed to do";
    private static final long RETRY_MS = 250;

    private RequiredTopics() {}

    /** The same as {@link #await(TopicAdmin, Set, Duration)} by a client of its own. */
    public static List<Presence> await(Connection connection, Set<Topic<?>> needed, Duration atMost) {
        try (Admin admin = connection.admin()) {
            return await(new TopicAdmin(admin, connection.topicPrefix()), needed, atMost);
        }
    }

    /**
     * Waits until all topics exist.
     *
     * @return all of them
     * @throws UserError naming the topics that are missing after that time
     */
    public static List<Presence> await(TopicAdmin admin, Set<Topic<?>> needed, Duration atMost) {
        long end = System.nanoTime() + atMost.toNanos();
        List<Presence> topics = look(admin, needed);
        double seconds = atMost.toMillis() / 1000.0;
        if (!missing(topics).isEmpty()) {
            LOG.warn("waiting {} s for topic {}; {}", seconds, missing(topics), REMEDY);
        }
        while (!missing(topics).isEmpty()) {
            if (System.nanoTime() - end > 0) {
                throw new UserError(
                        "after " + seconds + " s there is still no topic " + missing(topics) + "; " + REMEDY);
            }
            pause();
            topics = look(admin, needed);
        }
        return topics;
    }

    private static String missing(List<Presence> topics) {
        return topics.stream()
                .filter(topic -> !topic.exists())
                .map(Presence::name)
                .collect(Collectors.joining(", "));
    }

    private static List<Presence> look(TopicAdmin admin, Set<Topic<?>> needed) {
        try {
            return admin.list(needed);
        } catch (TopicAdminException e) {
            String remedy = e.getCause() instanceof AuthorizationException ? " " + RIGHTS : "";
            throw new UserError("cannot look for the topics: " + e.getMessage() + remedy, e);
        }
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
