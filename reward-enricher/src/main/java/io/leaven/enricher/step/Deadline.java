package io.leaven.enricher.step;

/**
 * When a customer's waiting event closes without its decision: the key of the store {@code waiting-steps}, which is ordered by
 * time.
 *
 * @param at UTC milliseconds
 * @param step of the event
 */
public record Deadline(long at, String customerId, int step) {}
