package io.leaven.app;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Runs independent pieces of long work on a few threads at once; results come in order, whichever ends first. */
public final class SideBySide {

    private final String name;
    private final int threads;

    private SideBySide(String name, int threads) {
        this.name = name;
        this.threads = threads;
    }

    /**
     * Work on as many threads as there are processors.
     *
     * @param name of the threads
     */
    public static SideBySide onAllProcessors(String name) {
        return on(Runtime.getRuntime().availableProcessors(), name);
    }

    /**
     * Work on at most so many threads.
     *
     * @param name of the threads
     */
    public static SideBySide on(int threads, String name) {
        return new SideBySide(name, threads);
    }

    /** Computes one result for each index, as {@link #map(int, IntFunction, Consumer)} does, and tells nobody. */
    public <T> List<T> map(int count, IntFunction<T> work) {
        return map(count, work, result -> {});
    }

    /**
     * Computes one result for each index.
     *
     * @param work for an index from 0 to {@code count - 1}, on any thread; the first that throws ends all: what has not begun does
     *     not begin, and threads that are at work are interrupted
     * @param done told of each result in order, on the caller's thread; what it throws ends all, too
     * @throws CancellationException if the caller is interrupted
     */
    public <T> List<T> map(int count, IntFunction<T> work, Consumer<T> done) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(count, threads)), task -> {
            Thread thread = new Thread(task, name);
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
            throw new IllegalStateException("a part of the work failed", e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("interrupted");
        } finally {
            pool.shutdownNow();
        }
    }
}
