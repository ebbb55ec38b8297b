package io.leaven.evaluation.bench;

import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.ReplayMemory;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/** A great many gradient steps in one process: does memory stay flat? */
final class DqnSoak {

    /** The share of steps after which the process has all the memory that it needs: one fifth. */
    static final int SETTLED = 5;

    private static final int REPORTS = 10;

    /** After a collection the heap's unused memory counts as given back at once, but goes back a little later. */
    private static final long GIVING_BACK_MILLIS = 500;

    /**
     * Memory of the process, after a full collection.
     *
     * @param outside of the heap, in MiB
     * @param heap used, in MiB
     */
    record Memory(double outside, double heap) {

        static Memory now() throws InterruptedException {
            System.gc();
            Thread.sleep(GIVING_BACK_MILLIS);
            long used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
            return new Memory(ProcessMemory.outsideHeapMegabytes(), used / 1024.0 / 1024);
        }
    }

    /**
     * What was measured.
     *
     * @param settled memory after a fifth of the steps
     * @param end memory after all of them
     */
    record Result(long steps, double stepsPerSecond, Memory settled, Memory end) {

        double outsideGrown() {
            return end.outside - settled.outside;
        }

        double heapGrown() {
            return end.heap - settled.heap;
        }
    }

    private DqnSoak() {}

    static Result run(DqnWorkload work, long steps, long seed, PrintWriter progress) throws InterruptedException {
        ReplayMemory memory = work.memory(work.transitions(seed));
        Batch room = work.room();
        UniformRandomProvider random = DqnWorkload.random(seed);
        Memory settled = null;
        Memory now = null;
        long nanos = 0;
        long start = System.nanoTime();
        try (DqnLearner learner = work.learner(seed)) {
            for (long step = 1; step <= steps; step++) {
                memory.sample(random, room);
                learner.learn(room);
                if (step % Math.max(1, steps / REPORTS) == 0 || step == steps) {
                    nanos += System.nanoTime() - start;
                    now = Memory.now();
                    progress.printf(
                            Locale.ROOT,
                            "bench: step %,d of %,d: %.1f MiB outside of the heap, %.2f MiB of the heap%n",
                            step,
                            steps,
                            now.outside,
                            now.heap);
                    progress.flush();
                    if (step <= Math.max(1, steps / SETTLED) || settled == null) {
                        settled = now;
                    }
                    start = System.nanoTime();
                }
            }
        }
        return new Result(steps, steps * 1e9 / nanos, settled, now);
    }
}
