package io.leaven.dispatcher.snapshot;

import io.leaven.dispatcher.lift.ConfidenceSequence;
import io.leaven.dispatcher.lift.CustomerOutcomes;
import io.leaven.dispatcher.lift.LiftEstimate;
import io.leaven.schemas.Transition;
import java.util.Locale;
import java.util.Optional;

/**
 * The lift of one live snapshot: revenue of the agent's customers against the holdout's, over each customer's first steps since
 * the snapshot's first step closed, as {@code leaven lift} has it. It has left its band when the whole interval for any number of
 * looks is below what is the least: then it is worse than that, with an error of alpha at most over all looks. Not safe for use by
 * several threads.
 */
public final class LiftBand {

    /** Customers of the smaller group at which the interval is narrowest. */
    private static final double NARROW_AT = 500;

    private final String snapshotId;
    private final LiftLimits limits;
    private final LiftEstimate estimate;
    private CustomerOutcomes outcomes;
    private boolean left;

    /** @param snapshotId the live one, {@code agent/version} */
    public LiftBand(String snapshotId, LiftLimits limits) {
        this.snapshotId = snapshotId;
        this.limits = limits;
        this.estimate = new LiftEstimate(ConfidenceSequence.narrowAt(limits.alpha(), NARROW_AT));
    }

    public String snapshotId() {
        return snapshotId;
    }

    /**
     * Takes a step; a customer's come in order.
     *
     * @return why the band is left, by the step that showed it; empty else, and after it
     */
    public Optional<String> add(Transition step) {
        if (outcomes == null && snapshotId.equals(step.getSnapshot())) {
            outcomes = new CustomerOutcomes(step.getEventTime(), limits.steps());
        }
        if (outcomes == null || left || outcomes.customers() >= limits.customers()) {
            return Optional.empty();
        }
        Optional<CustomerOutcomes.Outcome> complete = outcomes.add(step);
        if (complete.isEmpty()) {
            return Optional.empty();
        }
        estimate.add(complete.get().ofAgent(), complete.get().revenue());
        left = estimate.anytimeHigh() < limits.least();
        return left ? Optional.of(reason(estimate.result())) : Optional.empty();
    }

    private String reason(LiftEstimate.Result result) {
        return String.format(
                Locale.ROOT,
                "its customers brought %.3f dollars a step and the holdout %.3f: a lift of %.3f to %.3f, and %.3f is the"
                        + " least",
                result.agentMean(),
                result.holdoutMean(),
                result.anytimeLow(),
                result.anytimeHigh(),
                limits.least());
    }

    /** The lift so far, in dollars a step; NaN before both groups have a customer. */
    public double lift() {
        return estimate.difference();
    }
}
