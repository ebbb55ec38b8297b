package io.leaven.app;

import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A part of Leaven that runs until it is closed. Commands run one in a process; the demo runs all in one. */
public interface App extends AutoCloseable {

    /** Starts the work on threads of its own and returns. */
    void start();

    /** Why the app can't go on, if it failed. */
    Optional<Throwable> failure();

    /** Whether it does its work now: false while it waits for its share of the work. Asked between start and close. */
    default boolean ready() {
        return failure().isEmpty();
    }

    /** Stops the work with everything committed. May be called more than once. */
    @Override
    void close();

    /**
     * Runs an app until the signal is raised or the app fails.
     *
     * @throws UserError if the app failed
     */
    static void runUntil(StopSignal stop, App app) {
        run(stop, app, () -> {});
    }

    /**
     * The same with progress: what is done is asked for several times a second, and once more when the app has stopped.
     *
     * @param label what is counted
     */
    static void runUntil(StopSignal stop, App app, String label, LongSupplier done) {
        try (Progress progress = Progress.start(label, -1)) {
            try {
                run(stop, app, () -> progress.to(done.getAsLong()));
            } finally {
                progress.to(done.getAsLong());
            }
        }
    }

    private static void run(StopSignal stop, App app, Runnable look) {
        try (app) {
            app.start();
            while (!stop.await(Duration.ofMillis(200))) {
                app.failure().ifPresent(App::rethrow);
                look.run();
            }
        }
    }

    private static void rethrow(Throwable failure) {
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        throw new IllegalStateException(failure);
    }
}
