package io.leaven.trainer;

import io.leaven.trainer.gate.GateStatus;
import java.time.Duration;
import java.util.Optional;

/**
 * How learning stands.
 *
 * @param transitions learned from or to be learned from
 * @param gradientSteps made
 * @param unpublished gradient steps since the last snapshot
 * @param snapshots made
 * @param version of the newest snapshot, those of earlier runs included; 0 if there is none
 * @param loss of the last gradient step; NaN before the first
 * @param meanMaxQ mean over its batch of the highest Q-value; NaN before the first
 * @param meanError mean over its batch of |Q - target|, in scaled rewards; NaN before the first
 * @param gradientNorm length of its gradient before any clipping; NaN before the first
 * @param epsilon exploration rate now
 * @param memory transitions held
 * @param memorySpan from the oldest transition's event to the newest one's
 * @param unknownToSnapshot offsets of the replay topic that were read since the newest snapshot; below 0 while less was read than it
 *     knew
 * @param divergence why learning stopped, if it did
 * @param gate how snapshots are judged
 */
public record LoopStatus(
        long transitions,
        long gradientSteps,
        long unpublished,
        long snapshots,
        long version,
        double loss,
        double meanMaxQ,
        double meanError,
        double gradientNorm,
        double epsilon,
        int memory,
        Duration memorySpan,
        long unknownToSnapshot,
        Optional<String> divergence,
        GateStatus gate) {

    /** Before anything was read. */
    static LoopStatus before(double epsilon) {
        return new LoopStatus(
                0,
                0,
                0,
                0,
                0,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                Double.NaN,
                epsilon,
                0,
                Duration.ZERO,
                0,
                Optional.empty(),
                GateStatus.none());
    }
}
