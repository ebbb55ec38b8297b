package io.leaven.control.demo;

import io.leaven.app.App;
import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/** Waits for work that other threads do, and shows how far it has come. */
final class Wait {

    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final StopSignal stop;
    private final List<App> apps;

    /** @param apps whose failure ends the wait */
    Wait(StopSignal stop, List<App> apps) {
        this.stop = stop;
        this.apps = apps;
    }

    /**
     * Waits until so much is done.
     *
     * @return false if it was told to stop
     * @throws UserError if an app fails, or nothing moves for a minute
     */
    boolean until(String label, long total, LongSupplier done) {
        try (Progress progress = Progress.start(label, total)) {
            long last = -1;
            long moved = System.nanoTime();
            while (true) {
                long now = done.getAsLong();
                progress.to(now);
                if (now >= total) {
                    return true;
                }
                if (stop.await(BETWEEN_LOOKS)) {
                    return false;
                }
                check();
                if (now != last) {
                    last = now;
                    moved = System.nanoTime();
                } else if (System.nanoTime() - moved > PATIENCE.toNanos()) {
                    throw new UserError(label + ": stands still at " + now + " of " + total + " for "
                            + PATIENCE.toSeconds() + " s");
                }
            }
        }
    }

    /** @throws UserError if an app has failed */
    void check() {
        for (App app : apps) {
            app.failure().ifPresent(reason -> {
                throw new UserError(app.getClass().getSimpleName() + " failed: " + reason.getMessage(), reason);
            });
        }
    }
}
