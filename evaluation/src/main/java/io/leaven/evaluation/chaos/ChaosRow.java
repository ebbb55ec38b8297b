package io.leaven.evaluation.chaos;

import java.util.Optional;

/**
 * What a fault did.
 *
 * @param eventsIn acknowledged between this fault and the next
 * @param transitionsOut committed in that time
 * @param lost records that were due and did not come in time
 * @param duplicated records that came twice, and others that were wrong
 * @param recoverySeconds from the fault, or from its end if it was held, until lag was zero and stayed so; NaN if it never was
 * @param skipped why it was not done, if it was not
 */
record ChaosRow(
        String fault,
        long eventsIn,
        long transitionsOut,
        long lost,
        long duplicated,
        double recoverySeconds,
        Optional<String> skipped) {

    static ChaosRow skipped(String fault, String why) {
        return new ChaosRow(fault, 0, 0, 0, 0, Double.NaN, Optional.of(why));
    }

    boolean recovered() {
        return skipped.isPresent() || !Double.isNaN(recoverySeconds);
    }
}
