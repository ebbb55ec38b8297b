package io.leaven.dispatcher.lift;

import org.hipparchus.distribution.continuous.TDistribution;
import org.hipparchus.stat.descriptive.StreamingStatistics;

/**
 * The difference between two groups in one number per customer, followed customer by customer: Welch's interval for one
 * look that was planned, and a {@link ConfidenceSequence} for any number of looks. For one thread.
 */
public final class LiftEstimate {

    /** Customers in each group before large-sample theory is trusted. */
    public static final int FEWEST = 100;

    private final ConfidenceSequence sequence;
    private final StreamingStatistics agent = new StreamingStatistics();
    private final StreamingStatistics holdout = new StreamingStatistics();
    private double pValue = 1;

    public LiftEstimate(ConfidenceSequence sequence) {
        this.sequence = sequence;
    }

    /**
     * What is known so far.
     *
     * @param agentMean mean over the agent's customers
     * @param holdoutMean mean over the holdout
     * @param difference the first less the second
     * @param low of the interval for one planned look
     * @param high of it
     * @param anytimeLow of the interval for any number of looks; NaN below {@value LiftEstimate#FEWEST} customers in a group
     * @param anytimeHigh of it
     * @param anytimeP always-valid p-value; 1 below that many customers
     */
    public record Result(
            double agentMean,
            double holdoutMean,
            double difference,
            double low,
            double high,
            double anytimeLow,
            double anytimeHigh,
            double anytimeP) {}

    /** Takes the next customer, in the order in which they were complete. */
    public void add(boolean ofAgent, double value) {
        (ofAgent ? agent : holdout).addValue(value);
        if (isLarge() && sd() > 0) {
            pValue = Math.min(pValue, sequence.pValue(size(), difference(), sd()));
        }
    }

    public Result result() {
        double half = welchRadius();
        double anytime = anytimeRadius();
        return new Result(
                agent.getMean(),
                holdout.getMean(),
                difference(),
                difference() - half,
                difference() + half,
                difference() - anytime,
                difference() + anytime,
                pValue);
    }

    /** The upper end of the interval for any number of looks, without the cost of the rest; NaN if there is none yet. */
    public double anytimeHigh() {
        return difference() + anytimeRadius();
    }

    private double anytimeRadius() {
        return isLarge() ? sequence.radius(size(), sd()) : Double.NaN;
    }

    private boolean isLarge() {
        return agent.getN() >= FEWEST && holdout.getN() >= FEWEST;
    }

    /** The difference so far; NaN while a group has no customer. */
    public double difference() {
        return agent.getMean() - holdout.getMean();
    }

    /** Of a difference, in observations. */
    private double size() {
        return (double) agent.getN() * holdout.getN() / (agent.getN() + holdout.getN());
    }

    private double variance() {
        return agent.getVariance() / agent.getN() + holdout.getVariance() / holdout.getN();
    }

    private double sd() {
        return Math.sqrt(variance() * size());
    }

    private double welchRadius() {
        if (agent.getN() < 2 || holdout.getN() < 2 || variance() == 0) {
            return Double.NaN;
        }
        double a = agent.getVariance() / agent.getN();
        double h = holdout.getVariance() / holdout.getN();
        double degrees = (a + h) * (a + h) / (a * a / (agent.getN() - 1) + h * h / (holdout.getN() - 1));
        return new TDistribution(degrees).inverseCumulativeProbability(1 - sequence.alpha() / 2) * Math.sqrt(a + h);
    }
}
