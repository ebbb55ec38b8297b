package io.leaven.evaluation.chaos.fault;

import java.time.Duration;
import java.util.Optional;

/** Something that breaks, and how it is mended. */
public interface Fault {

    /** What breaks, in a few words. */
    String label();

    /** Why it cannot be done on this machine, if it cannot. */
    default Optional<String> impossible(Stage stage) {
        return Optional.empty();
    }

    void inject(Stage stage) throws InterruptedException;

    /** How long it stays broken; zero for what is over at once, from when on recovery counts then. */
    default Duration hold() {
        return Duration.ZERO;
    }

    /** Mends what does not mend itself; recovery counts from then on if it was held. */
    default void heal(Stage stage) {}
}
