package io.leaven.evaluation.policy;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.hipparchus.distribution.continuous.TDistribution;

/**
 * A policy over all seeds: means, and half of the 95% t interval of the score.
 *
 * @param score (J - J of no message) / (J of the oracle - J of no message), on the same customers
 * @param scoreCi NaN for a single seed
 * @param objective J: the true objective, dollars a customer
 * @param goldEnd share of customers in gold after the last step
 * @param revenue dollars a customer
 * @param messages a customer
 * @param messagesPerGoldStep messages by steps that began in gold
 * @param drops tier drops a customer
 * @param deepestShare share of messages that offered the deepest discount
 */
public record PolicyRow(
        String name,
        int seeds,
        double score,
        double scoreCi,
        double objective,
        double goldEnd,
        double revenue,
        double messages,
        double messagesPerGoldStep,
        double drops,
        double deepestShare) {

    /**
     * Sums up.
     *
     * @param runs of the policy, by seed
     * @param none those of no message
     * @param oracle those of the oracle
     */
    static PolicyRow of(String name, List<PolicyRun> runs, List<PolicyRun> none, List<PolicyRun> oracle) {
        double[] scores = IntStream.range(0, runs.size())
                .mapToDouble(
                        seed -> (runs.get(seed).objective() - none.get(seed).objective())
                                / (oracle.get(seed).objective() - none.get(seed).objective()))
                .toArray();
        return new PolicyRow(
                name,
                runs.size(),
                IntStream.range(0, scores.length)
                        .mapToDouble(seed -> scores[seed])
                        .average()
                        .orElseThrow(),
                halfInterval(scores),
                mean(runs, PolicyRun::objective),
                mean(runs, run -> run.summary().goldShareEnd()),
                mean(runs, run -> run.summary().revenuePerCustomer()),
                mean(runs, run -> run.summary().messagesPerCustomer()),
                mean(runs, run -> run.summary().messagesPerGoldStep()),
                mean(
                        runs,
                        run -> (double) run.summary().tierDrops()
                                / run.summary().customers()),
                mean(runs, PolicyRun::deepestShare));
    }

    private static double mean(List<PolicyRun> runs, ToDoubleFunction<PolicyRun> value) {
        return runs.stream().mapToDouble(value).average().orElseThrow();
    }

    private static double halfInterval(double[] scores) {
        int n = scores.length;
        if (n < 2) {
            return Double.NaN;
        }
        double mean = IntStream.range(0, n).mapToDouble(i -> scores[i]).sum() / n;
        double squares = IntStream.range(0, n)
                .mapToDouble(i -> Math.pow(scores[i] - mean, 2))
                .sum();
        return new TDistribution(n - 1).inverseCumulativeProbability(.975) * Math.sqrt(squares / (n - 1) / n);
    }
}
