package io.leaven.evaluation.chaos.fault;

import java.time.Duration;

/**
 * The clock of whoever writes the events jumps: times of events and records are off, and then jump back. Brokers refuse records of
 * more than an hour ahead.
 */
record ShiftClock(Duration by) implements Fault {

    @Override
    public String label() {
        return "event clock " + (by.isNegative() ? "" : "+") + by.toMinutes() + " min for " + hold().toSeconds() + " s";
    }

    @Override
    public void inject(Stage stage) {
        stage.driver().clockIsOff(by);
    }

    @Override
    public Duration hold() {
        return Duration.ofSeconds(8);
    }

    @Override
    public void heal(Stage stage) {
        stage.driver().clockIsOff(Duration.ZERO);
    }
}
