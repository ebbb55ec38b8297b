package io.leaven.dispatcher.delivery;

import java.time.Duration;

/**
 * What bounds a delivery loop.
 *
 * @param inFlight most messages on their way at once
 * @param buffered most messages in memory; at that many, reading stops until some are done
 * @param sendTimeout after which an attempt without an outcome counts as failed
 * @param commitInterval between commits of the read position
 * @param retryAfterMost longest wish of a backend that is obeyed
 * @param throttleMost longest time that one message's wish holds up all others
 * @param closeTimeout how long messages on their way are waited for at the end and in a rebalance
 */
public record DeliveryLimits(
        int inFlight,
        int buffered,
        Duration sendTimeout,
        Duration commitInterval,
        Duration retryAfterMost,
        Duration throttleMost,
        Duration closeTimeout) {

    private static final int POLL_RECORDS = 500;

    /** Most records that one poll may bring, so that it fits into the memory that is left. */
    public int pollRecords() {
        return Math.max(1, Math.min(POLL_RECORDS, buffered / 4));
    }
}
