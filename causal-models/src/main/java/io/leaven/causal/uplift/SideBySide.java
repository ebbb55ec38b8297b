package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs independent pieces of work on as many threads as there are processors. */
final class SideBySide {

    private SideBySide() {}

    /**
     * Computes one result for each index.
     *
     * @param work for an index from 0 to {@code count - 1}; on any thread
     * @param done told of each result in order, on the caller's thread; what it throws ends the work
     */
    static <T> List<T> map(int count, IntFunction<T> work, Consumer<T> done) {
        int threads = Math.min(count, Runtime.getRuntime().availableProcessors());
        ExecutorService pool = Executors.newFixedThreadPool(threads, task -> {
            Thread thread = new Thread(task, "leaven-uplift");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<Future<T>> futures = IntStream.range(0, count)
                    .mapToObj(index -> pool.submit(() -> work.apply(index)))
                    .toList();
            List<T> results = new ArrayList<>(count);
            for (Future<T> future : futures) {
                T result = future.get();
                done.accept(result);
                results.add(result);
            }
            return results;
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw new IllegalStateException("a fit failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while fitting", e);
        } finally {
            pool.shutdownNow();
        }
    }
}
