package io.leaven.evaluation.fleet.watch;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * Whether consumer groups keep up while records go on coming. Lag is zero when everything that stood on a topic
 * {@value #WINDOW_MS} ms ago, committed or not, has been committed by its group. An answer that does not come counts as lag.
 */
public final class LagProbe {

    /** Longer than the commit intervals of the apps, of which the longest is a second. */
    static final long WINDOW_MS = 3_000;

    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final Admin admin;
    private final Map<String, List<TopicPartition>> groups;
    private final LongSupplier trainerLag;
    private final long trainerAllowed;
    private final Deque<Reading> readings = new ArrayDeque<>();

    private record Reading(long at, Map<TopicPartition, Long> ends) {}

    /**
     * @param groups the partitions that each group reads
     * @param trainerLag records that the trainer, which has no group, has not read; below 0 for no answer
     * @param trainerAllowed records that come in the window
     */
    public LagProbe(
            Admin admin, Map<String, List<TopicPartition>> groups, LongSupplier trainerLag, long trainerAllowed) {
        this.admin = admin;
        this.groups = groups;
        this.trainerLag = trainerLag;
        this.trainerAllowed = trainerAllowed;
    }

    /** Forgets what it saw before. */
    public void reset() {
        readings.clear();
    }

    /** What lags now; empty if nothing does, or if that cannot be told yet. */
    public Optional<String> lagging() throws InterruptedException {
        long now = System.nanoTime();
        try {
            Map<TopicPartition, Long> ends = ends();
            Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = committed();
            readings.add(new Reading(now, ends));
            Reading before = null;
            while (!readings.isEmpty() && now - readings.peek().at >= WINDOW_MS * 1_000_000) {
                before = readings.poll();
            }
            if (before == null) {
                return Optional.of("too early to tell");
            }
            readings.addFirst(before);
            return behind(before, committed);
        } catch (ExecutionException | TimeoutException e) {
            return Optional.of("the cluster does not answer: " + (e.getCause() == null ? e : e.getCause()));
        }
    }

    private Optional<String> behind(Reading before, Map<String, Map<TopicPartition, OffsetAndMetadata>> committed) {
        for (Map.Entry<String, List<TopicPartition>> group : groups.entrySet()) {
            for (TopicPartition partition : group.getValue()) {
                OffsetAndMetadata position = committed.get(group.getKey()).get(partition);
                long end = before.ends.get(partition);
                if (end > (position == null ? 0 : position.offset())) {
                    return Optional.of(group.getKey() + " at " + (position == null ? 0 : position.offset()) + " of "
                            + end + " in " + partition);
                }
            }
        }
        long lag = trainerLag.getAsLong();
        return lag >= 0 && lag <= trainerAllowed ? Optional.empty() : Optional.of("the trainer by " + lag);
    }

    private Map<TopicPartition, Long> ends() throws InterruptedException, ExecutionException, TimeoutException {
        Map<TopicPartition, OffsetSpec> latest = groups.values().stream()
                .flatMap(List::stream)
                .distinct()
                .collect(Collectors.toMap(partition -> partition, partition -> OffsetSpec.latest()));
        Map<TopicPartition, ListOffsetsResultInfo> found =
                get(admin.listOffsets(latest).all());
        return found.entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private Map<String, Map<TopicPartition, OffsetAndMetadata>> committed()
            throws InterruptedException, ExecutionException, TimeoutException {
        Map<String, Map<TopicPartition, OffsetAndMetadata>> committed = new HashMap<>();
        for (String group : groups.keySet()) {
            committed.put(group, get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata()));
        }
        return committed;
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException, ExecutionException, TimeoutException {
        return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    }
}
