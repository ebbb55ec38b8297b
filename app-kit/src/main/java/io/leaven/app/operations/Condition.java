package io.leaven.app.operations;

import io.leaven.app.App;
import java.util.Optional;

/**
 * How the app of a process is, or a job that runs from its beginning to its end: starting, until it says otherwise.
 *
 * <p>Thread-safe: asked by HTTP threads, told by the one that runs the app.
 */
final class Condition {

    private enum Phase {
        STARTING,
        STARTED,
        STOPPING
    }

    private volatile App app;
    private volatile Phase phase = Phase.STARTING;

    /** The same app, whose start and end are noticed. */
    App watch(App watched) {
        app = watched;
        return new App() {
            @Override
            public void start() {
                watched.start();
                phase = Phase.STARTED;
            }

            @Override
            public Optional<Throwable> failure() {
                return watched.failure();
            }

            @Override
            public boolean ready() {
                return watched.ready();
            }

            @Override
            public void close() {
                phase = Phase.STOPPING;
                watched.close();
            }
        };
    }

    /** Told by what runs without an app that its work begins. */
    void begun() {
        phase = Phase.STARTED;
    }

    /** Why the app cannot go on: the kind of error only, since its text may hold what is nobody's business. */
    Optional<String> failure() {
        App asked = app;
        return asked == null
                ? Optional.empty()
                : asked.failure().map(error -> error.getClass().getSimpleName());
    }

    /** Why the app does not work now; empty if it does. */
    Optional<String> notReady() {
        App asked = app;
        Optional<String> failure = failure();
        if (failure.isPresent()) {
            return failure;
        }
        return switch (phase) {
            case STARTING -> Optional.of("starting");
            case STOPPING -> Optional.of("stopping");
            case STARTED -> asked == null || asked.ready() ? Optional.empty() : Optional.of("catching up");
        };
    }
}
