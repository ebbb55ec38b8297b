package io.leaven.trainer.evaluation;

import java.util.List;

/**
 * How far the log supports a policy's importance weights.
 *
 * @param customers in the log
 * @param unknown customers with an unknown propensity
 * @param following customers whose weight is above 0 after their last step: they did all along what the policy might have done
 * @param largest weight of any customer and step
 * @param effectiveByStep effective sample size of the weights at each step, (sum w)^2 / sum w^2 (Kish 1965): as many customers
 *     of equal weight would estimate about as well
 */
public record WeightDiagnostics(
        int customers, int unknown, int following, double largest, List<Double> effectiveByStep) {

    public WeightDiagnostics {
        effectiveByStep = List.copyOf(effectiveByStep);
    }

    /**
     * The diagnostics of a policy's weights, without a limit.
     *
     * @param policy on the log that is to judge it
     */
    public static WeightDiagnostics of(PolicyOnLog policy) {
        return new ImportanceWeights(policy, Double.POSITIVE_INFINITY).diagnostics();
    }

    /** Effective sample size after the last step. */
    public double effective() {
        return effectiveByStep.get(effectiveByStep.size() - 1);
    }

    /** The first steps, up to the one where the effective sample size falls below this number. */
    public int stepsWith(double size) {
        int steps = 0;
        while (steps < effectiveByStep.size() && effectiveByStep.get(steps) >= size) {
            steps++;
        }
        return steps;
    }
}
