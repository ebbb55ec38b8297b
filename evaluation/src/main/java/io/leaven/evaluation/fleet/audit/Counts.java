package io.leaven.evaluation.fleet.audit;

/**
 * How much there is of each.
 *
 * @param events acknowledged by the brokers
 * @param sends messages that reached the backend, each counted once
 * @param newestSnapshot 0 before the first
 * @param duplicated what was there more than once, and messages sent twice with different texts
 * @param wrong what was not as it should be
 * @param repeatedSends messages that came to the backend again under the same key and as they were
 */
public record Counts(
        long events,
        long requests,
        long decisions,
        long transitions,
        long actions,
        long sends,
        long deadLetters,
        long newestSnapshot,
        long duplicated,
        long wrong,
        long repeatedSends) {}
