package io.leaven.dispatcher.decision;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Timer;

/**
 * What a loop measures of each transaction.
 *
 * @param batch requests in it
 * @param decide from bytes to answers in bytes
 * @param commit sending and committing
 */
public record LoopMeters(DistributionSummary batch, Timer decide, Timer commit) {}
