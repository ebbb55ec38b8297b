package io.leaven.enricher.step;

/**
 * What bounds the memory of one customer.
 *
 * @param graceMs milliseconds that an event waits for its decision; 0 closes it at once
 * @param mostWaiting events that may wait; one more, and the first closes without its decision
 * @param mostDecisions decisions that are kept for steps not closed yet; one more is refused; of steps not closed yet, receipts are
 *     remembered for as many
 * @param mostHeld transitions that may wait for receipts; one more, and the first is written with what is known
 */
public record StepLimits(long graceMs, int mostWaiting, int mostDecisions, int mostHeld) {

    public StepLimits {
        if (graceMs < 0 || mostWaiting < 1 || mostDecisions < 1 || mostHeld < 1) {
            throw new IllegalArgumentException("grace " + graceMs + " ms must be 0 or more, mostWaiting " + mostWaiting
                    + ", mostDecisions " + mostDecisions + " and mostHeld " + mostHeld + " at least 1");
        }
    }

    /** For a reward that needs no receipts. */
    public StepLimits(long graceMs, int mostWaiting, int mostDecisions) {
        this(graceMs, mostWaiting, mostDecisions, 1);
    }
}
