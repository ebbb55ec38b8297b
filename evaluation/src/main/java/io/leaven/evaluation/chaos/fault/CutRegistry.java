package io.leaven.evaluation.chaos.fault;

import java.time.Duration;

/** The registry cannot be reached, and meanwhile an app dies that needs it to start. */
record CutRegistry(String app) implements Fault {

    @Override
    public String label() {
        return "cut the registry for " + hold().toSeconds() + " s, kill -9 " + app;
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().registryGate().cut();
        stage.fleet().app(app).kill();
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(10);
    }

    @Override
    public void heal(Stage stage) {
        stage.fleet().registryGate().mend();
    }
}
