package io.leaven.dispatcher.snapshot;

import io.leaven.dispatcher.lift.ConfidenceSequence;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * Holds the snapshot that is live against the last good one, which is asked the same requests: the share of each action, as the
 * two policies' probabilities after the same rules, and the highest Q-value, which may rise or fall by a factor and keeps its sign. The
 * difference of a request is one observation. So what
 * changes with time, such as customers that grow older or a feature that breaks, changes both sides and is nobody's alarm: a
 * roll-back is right only for what would be otherwise under the other snapshot.
 *
 * <p>Each customer counts once, by its first decision in the trial, as the decisions of one customer depend on each other. Each
 * mean has a {@link ConfidenceSequence}; the snapshot has left its bands when, for one of them, the whole interval lies outside of
 * what is allowed. With alpha split evenly over all of them the chance that this ever happens to a snapshot within what is allowed
 * is alpha at most, for large samples, however often it is looked at.
 *
 * <p>The same observations in the same order give the same outcome. Not safe for use by several threads.
 */
public final class ControlBands {

    private final BandLimits limits;
    private final ConfidenceSequence sequence;
    private final Set<String> customers = new HashSet<>();
    private final StreamingStatistics[] shares;
    private final StreamingStatistics above = new StreamingStatistics();
    private final StreamingStatistics below = new StreamingStatistics();
    private final StreamingStatistics value = new StreamingStatistics();
    private final StreamingStatistics referenceValue = new StreamingStatistics();
    private Outcome outcome = Outcome.RUNNING;
    private String reason = "";

    /** How a trial ends, or that it has not. */
    public enum Outcome {
        RUNNING,
        WITHIN,
        LEFT
    }

    /** @param actions of the catalogue */
    public ControlBands(BandLimits limits, int actions) {
        this.limits = limits;
        // One interval for each action; of the value's two sides only one can be left, but each has its share of alpha.
        this.sequence = ConfidenceSequence.narrowAt(limits.alpha() / (actions + 2), 2.0 * BandLimits.FEWEST_CUSTOMERS);
        this.shares = new StreamingStatistics[actions];
        Arrays.setAll(shares, action -> new StreamingStatistics());
    }

    /**
     * What both snapshots make of a request.
     *
     * @param probabilities of each action under the live one
     * @param highest Q-value under the live one; one that is not finite counts for the shares only
     * @param reference probabilities under the last good one
     * @param referenceHighest Q-value under the last good one
     * @return how the trial stands after it
     */
    public Outcome add(
            String customerId, double[] probabilities, double highest, double[] reference, double referenceHighest) {
        if (outcome != Outcome.RUNNING || !customers.add(customerId)) {
            return outcome;
        }
        for (int action = 0; action < shares.length; action++) {
            shares[action].addValue(probabilities[action] - reference[action]);
        }
        if (Double.isFinite(highest) && Double.isFinite(referenceHighest)) {
            double size = Math.abs(referenceHighest);
            double aligned = referenceHighest < 0 ? -highest : highest;
            above.addValue(aligned - limits.valueFactor() * size);
            below.addValue(size - limits.valueFactor() * aligned);
            value.addValue(aligned);
            referenceValue.addValue(size);
        }
        int counted = customers.size();
        if (counted >= BandLimits.FEWEST_CUSTOMERS
                && (counted % limits.window() == 0 || counted == limits.customers())) {
            look();
        }
        return outcome;
    }

    private void look() {
        for (int action = 0; action < shares.length; action++) {
            double change = shares[action].getMean();
            if (Math.abs(change) - radius(shares[action]) > limits.share()) {
                leave(String.format(
                        Locale.ROOT,
                        "the share of action %d is %.2f %s on the same %,d customers' requests, and %.2f is allowed",
                        action,
                        Math.abs(change),
                        change > 0 ? "higher" : "lower",
                        customers.size(),
                        limits.share()));
                return;
            }
        }
        if (isAboveZero(above) || isAboveZero(below)) {
            leave(String.format(
                    Locale.ROOT,
                    "the mean of the highest Q-value is %.4g, and was %.4g on the same %,d customers' requests; a factor of"
                            + " %.2f is allowed",
                    value.getMean(),
                    referenceValue.getMean(),
                    value.getN(),
                    limits.valueFactor()));
            return;
        }
        if (customers.size() >= limits.customers()) {
            outcome = Outcome.WITHIN;
            reason = String.format(
                    Locale.ROOT,
                    "within its bands on the requests of %,d customers: largest change of a share %.2f",
                    customers.size(),
                    largestShareChange());
        }
    }

    private boolean isAboveZero(StreamingStatistics excess) {
        return excess.getN() >= BandLimits.FEWEST_CUSTOMERS && excess.getMean() - radius(excess) > 0;
    }

    private double radius(StreamingStatistics sample) {
        return sequence.radius(sample.getN(), sample.getStandardDeviation());
    }

    private void leave(String why) {
        outcome = Outcome.LEFT;
        reason = why;
    }

    public Outcome outcome() {
        return outcome;
    }

    /** Why it ended, in words; empty while it goes on. */
    public String reason() {
        return reason;
    }

    /** Customers compared so far. */
    public int size() {
        return customers.size();
    }

    /** The largest change of an action's share so far, 0 to 1. */
    public double largestShareChange() {
        return Arrays.stream(shares)
                .filter(share -> share.getN() > 0)
                .mapToDouble(share -> Math.abs(share.getMean()))
                .max()
                .orElse(0);
    }

    /** The mean highest Q-value so far, in multiples of that under the last good one; 1 before anything is known. */
    public double valueRatio() {
        return value.getN() == 0 || referenceValue.getMean() == 0 ? 1 : value.getMean() / referenceValue.getMean();
    }
}
