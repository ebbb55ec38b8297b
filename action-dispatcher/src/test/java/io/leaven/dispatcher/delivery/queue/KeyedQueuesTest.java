package io.leaven.dispatcher.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class KeyedQueuesTest {

    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void waitingItemHoldsUpItsOwnKeyOnly() {
        KeyedQueues<String> queues = new KeyedQueues<>();
        queues.add("a", "a1", START.plusSeconds(60));
        queues.add("a", "a2", Instant.MIN);
        queues.add("b", "b1", Instant.MIN);

        assertThat(queues.next(START)).map(KeyedQueues.Ticket::item).contains("b1");
        assertThat(queues.next(START)).isEmpty();
        assertThat(queues.nextDue()).contains(START.plusSeconds(60));
        KeyedQueues.Ticket<String> first = queues.next(START.plusSeconds(60)).orElseThrow();
        assertThat(first.item()).isEqualTo("a1");
        assertThat(queues.next(START.plusSeconds(60))).isEmpty();
        queues.done(first);
        assertThat(queues.next(START.plusSeconds(60)))
                .map(KeyedQueues.Ticket::item)
                .contains("a2");
    }

    @Test
    void whatWasDroppedIsForgottenWhereverItWas() {
        KeyedQueues<String> queues = new KeyedQueues<>();
        queues.add("out", "x1", Instant.MIN);
        KeyedQueues.Ticket<String> out = queues.next(START).orElseThrow();
        queues.add("waits", "x2", START.plusSeconds(1));
        queues.add("stays", "y1", START.plusSeconds(1));
        queues.drop(item -> item.startsWith("x"));

        queues.done(out);
        assertThat(queues.size()).isEqualTo(1);
        assertThat(queues.next(START.plusSeconds(1)))
                .map(KeyedQueues.Ticket::item)
                .contains("y1");
        assertThat(queues.next(START.plusSeconds(1))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void everyItemGoesOutInOrderOfItsKeyAndOneAtATime(long seed) {
        Random random = new Random(seed);
        KeyedQueues<Integer> queues = new KeyedQueues<>();
        Map<String, List<Integer>> ended = new HashMap<>();
        List<KeyedQueues.Ticket<Integer>> out = new ArrayList<>();
        Instant now = START;
        int added = 0;
        while (added < 2_000 || queues.size() > 0) {
            now = now.plusMillis(random.nextInt(20));
            if (added < 2_000 && random.nextBoolean()) {
                queues.add("k" + random.nextInt(30), added++, now.plusMillis(random.nextInt(50) - 25));
            }
            Optional<KeyedQueues.Ticket<Integer>> next = queues.next(now);
            if (next.isPresent()) {
                assertThat(out)
                        .extracting(KeyedQueues.Ticket::key)
                        .doesNotContain(next.get().key());
                out.add(next.get());
            }
            if (!out.isEmpty() && random.nextInt(3) > 0) {
                KeyedQueues.Ticket<Integer> ticket = out.remove(random.nextInt(out.size()));
                if (random.nextInt(4) == 0) {
                    queues.postpone(ticket, now.plusMillis(random.nextInt(100)));
                } else {
                    queues.done(ticket);
                    ended.computeIfAbsent(ticket.key(), k -> new ArrayList<>()).add(ticket.item());
                }
            }
        }
        assertThat(ended.values()).allSatisfy(items -> assertThat(items).isSorted());
        assertThat(ended.values().stream().mapToInt(List::size).sum()).isEqualTo(2_000);
    }
}
