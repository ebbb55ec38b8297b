package io.leaven.enricher.step;

/**
 * What bounds the memory of one customer.
 *
 * @param graceMs milliseconds that an event waits for its decision; 0 closes it at once
 * @param mostWaiting events that may wait; one more, and the first closes without its decision
 * @param mostDecisions decisions that are kept for steps not closed yet; one more is refused
 */
public record StepLimits(long graceMs, int mostWaiting, int mostDecisions) {

    public StepLimits {
        if (graceMs < 0 || mostWaiting < 1 || mostDecisions < 1) {
            throw new IllegalArgumentException("grace " + graceMs + " ms must be 0 or more, mostWaiting " + mostWaiting
                    + " and mostDecisions " + mostDecisions + " at least 1");
        }
    }
}
