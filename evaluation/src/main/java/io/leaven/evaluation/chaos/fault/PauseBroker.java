package io.leaven.evaluation.chaos.fault;

import java.time.Duration;

/** A broker stands still for longer than its session lasts, with its connections open, and then goes on as if nothing had been. */
record PauseBroker(int broker) implements Fault {

    @Override
    public String label() {
        return "pause broker-" + broker + " for " + hold().toSeconds() + " s";
    }

    @Override
    public void inject(Stage stage) {
        stage.fleet().broker(broker).pause();
    }

    /** A broker's session lasts 9 s. */
    @Override
    public Duration hold() {
        return Duration.ofSeconds(12);
    }

    @Override
    public void heal(Stage stage) {
        stage.fleet().broker(broker).resume();
    }
}
