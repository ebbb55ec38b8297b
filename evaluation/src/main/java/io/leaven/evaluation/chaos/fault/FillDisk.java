package io.leaven.evaluation.chaos.fault;

import java.time.Duration;
import java.util.Optional;

/** The disk of an app's state is full to the last byte. */
record FillDisk(String app) implements Fault {

    @Override
    public String label() {
        return "fill the disk of " + app + " for " + hold().toSeconds() + " s";
    }

    @Override
    public Optional<String> impossible(Stage stage) {
        return stage.fleet().disk(app).trouble();
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().disk(app).fill();
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(12);
    }

    @Override
    public void heal(Stage stage) {
        stage.fleet().disk(app).empty();
    }
}
