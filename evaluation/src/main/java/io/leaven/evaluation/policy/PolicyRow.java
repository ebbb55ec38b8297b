package io.leaven.evaluation.policy;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

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

    static PolicyRow of(String name, List<PolicyRun> runs, double[] scores) {
        return new PolicyRow(
                name,
                runs.size(),
                Arrays.stream(scores).average().orElseThrow(),
                SeedInterval.half(scores),
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
}
