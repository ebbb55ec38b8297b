package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class SideBySideTest {

    @Test
    void resultsComeInOrderThoughTheFirstEndsLast() {
        CountDownLatch lastIsDone = new CountDownLatch(1);
        List<Integer> told = new ArrayList<>();

        List<Integer> squares = SideBySide.on(4, "test")
                .map(
                        4,
                        i -> {
                            if (i == 3) {
                                lastIsDone.countDown();
                            } else if (i == 0) {
                                await(lastIsDone);
                            }
                            return i * i;
                        },
                        told::add);

        assertThat(squares).containsExactly(0, 1, 4, 9);
        assertThat(told).containsExactly(0, 1, 4, 9);
    }

    /** Each of a pair waits for the other: with one thread the barrier would break, with three some would be alone. */
    @Test
    void asManyAreAtWorkAtOnceAsWasSaid() {
        CyclicBarrier pair = new CyclicBarrier(2);
        AtomicInteger working = new AtomicInteger();

        List<Integer> atWork = SideBySide.on(2, "test").map(10, i -> {
            int now = working.incrementAndGet();
            await(pair);
            working.decrementAndGet();
            return now;
        });

        assertThat(atWork).hasSize(10).allMatch(now -> now <= 2);
    }

    @Test
    void aFailureEndsAll() {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();

        assertThatThrownBy(() -> SideBySide.on(2, "test").map(100, i -> {
                    calls.incrementAndGet();
                    if (i == 0) {
                        await(begun);
                        throw new UserError("no");
                    }
                    begun.countDown();
                    try {
                        Thread.sleep(60_000);
                    } catch (InterruptedException e) {
                        interrupted.countDown();
                    }
                    return i;
                }))
                .isInstanceOf(UserError.class)
                .hasMessage("no");

        await(interrupted);
        assertThat(calls.get()).isLessThan(5);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(30, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }
}
