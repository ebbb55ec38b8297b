package io.leaven.trainer;

import io.leaven.trainer.gate.GateStatus;
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
 * @param epsilon exploration rate now
 * @param memory transitions held
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
        double epsilon,
        int memory,
        Optional<String> divergence,
        GateStatus gate) {

    /** Before anything was read. */
    static LoopStatus before(double epsilon) {
        return new LoopStatus(0, 0, 0, 0, 0, Double.NaN, Double.NaN, epsilon, 0, Optional.empty(), GateStatus.none());
    }
}
