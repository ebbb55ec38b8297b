package io.leaven.evaluation.chaos.fault;

import io.leaven.evaluation.fleet.process.Supervised;
import java.time.Duration;

/** Every app is stopped in order and started again, one after another, as for an upgrade. */
record RollApps() implements Fault {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final long BETWEEN_LOOKS_MS = 200;

    @Override
    public String label() {
        return "roll every app";
    }

    @Override
    public void inject(Stage stage) throws InterruptedException {
        for (Supervised app : stage.fleet().apps()) {
            int starts = app.starts();
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            app.terminate();
            while ((app.starts() == starts || !stage.probe().isReady(app.name())) && System.nanoTime() < deadline) {
                Thread.sleep(BETWEEN_LOOKS_MS);
            }
        }
    }

    /** So that recovery counts from the last one's start. */
    @Override
    public Duration hold() {
        return Duration.ofMillis(1);
    }
}
