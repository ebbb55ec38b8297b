package io.leaven.evaluation.chaos.fault;

import java.time.Duration;

/** An app stands still until others have taken its work over, and then goes on with it: a zombie, which must be fenced. */
record PauseApp(String app) implements Fault {

    @Override
    public String label() {
        return "pause " + app + " for " + hold().toSeconds() + " s";
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().app(app).pause();
    }

    /** A group member's session lasts 10 s. */
    @Override
    public Duration hold() {
        return Duration.ofSeconds(14);
    }

    @Override
    public void heal(Stage stage) {
        stage.fleet().app(app).resume();
    }
}
