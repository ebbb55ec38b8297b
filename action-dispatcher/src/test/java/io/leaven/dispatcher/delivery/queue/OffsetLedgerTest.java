package io.leaven.dispatcher.delivery.queue;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class OffsetLedgerTest {

    @Test
    void restartSkipsWhatWasDone() {
        OffsetLedger ledger = new OffsetLedger(100, "");
        for (long offset : new long[] {100, 101, 103, 104, 107}) {
            assertThat(ledger.read(offset)).isTrue();
        }
        List.of(100L, 103L, 107L).forEach(ledger::done);

        assertThat(ledger.position()).isEqualTo(101);
        OffsetLedger again = new OffsetLedger(ledger.position(), ledger.metadata(4_000));
        assertThat(again.read(101)).isTrue();
        assertThat(again.read(103)).isFalse();
        assertThat(again.read(104)).isTrue();
        assertThat(again.read(107)).isFalse();
        assertThat(again.read(108)).isTrue();
    }

    @Test
    void committingBeforeAllIsReadAgainForgetsNothing() {
        OffsetLedger ledger = new OffsetLedger(0, "");
        for (long offset = 0; offset < 10; offset++) {
            ledger.read(offset);
        }
        List.of(1L, 2L, 5L, 9L).forEach(ledger::done);
        OffsetLedger second = new OffsetLedger(ledger.position(), ledger.metadata(4_000));
        second.read(0);
        second.done(0);
        OffsetLedger third = new OffsetLedger(second.position(), second.metadata(4_000));

        TreeSet<Long> todo = new TreeSet<>();
        for (long offset = third.position(); offset < 10; offset++) {
            if (third.read(offset)) {
                todo.add(offset);
            }
        }
        assertThat(todo).containsExactly(3L, 4L, 6L, 7L, 8L);
    }

    @Test
    void metadataOfSomebodyElseIsLeftAside() {
        for (String metadata : new String[] {null, "", "1:", "1:!!!", "1:////", "2:AAAA", "lease held by host 7"}) {
            OffsetLedger ledger = new OffsetLedger(5, metadata);
            assertThat(ledger.position()).isEqualTo(5);
            assertThat(ledger.read(5)).isTrue();
        }
    }

    /** Random reads, ends and crashes: nothing is done twice as long as the metadata has room, nothing is ever lost. */
    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6})
    void nothingIsLostOverCrashes(long seed) {
        Random random = new Random(seed);
        int limit = seed % 2 == 0 ? 60 : 100_000;
        int records = 3_000;
        int[] ends = new int[records];
        long committed = 0;
        String metadata = "";
        int again = 0;
        while (committed < records) {
            OffsetLedger ledger = new OffsetLedger(committed, metadata);
            List<Long> open = new ArrayList<>();
            long next = committed;
            int life = random.nextInt(800);
            for (int i = 0; i < life || next >= records; i++) {
                if (next < records && random.nextInt(3) > 0) {
                    if (ledger.read(next)) {
                        open.add(next);
                    }
                    next++;
                } else if (!open.isEmpty()) {
                    long offset = open.remove(random.nextInt(open.size()));
                    again += ends[(int) offset] > 0 ? 1 : 0;
                    ends[(int) offset]++;
                    ledger.done(offset);
                } else if (next >= records) {
                    break;
                }
            }
            committed = ledger.position();
            metadata = ledger.metadata(limit);
            assertThat(metadata.length()).isLessThanOrEqualTo(limit);
        }
        assertThat(ends).as("seed " + seed).doesNotContain(0);
        if (limit > 1_000) {
            assertThat(again).as("done twice, seed " + seed).isZero();
        } else {
            assertThat(again)
                    .as("the short metadata must have been short, seed " + seed)
                    .isPositive();
        }
    }
}
