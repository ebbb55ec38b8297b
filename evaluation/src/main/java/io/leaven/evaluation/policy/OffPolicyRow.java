package io.leaven.evaluation.policy;

import io.leaven.trainer.evaluation.Interval;
import java.util.List;

/**
 * How an estimator did on many logs.
 *
 * @param runs logs
 * @param truth what the policy is truly worth, dollars a customer
 * @param held 95% intervals that hold the truth
 * @param width mean of the intervals, dollars
 * @param bias mean of the estimates less the truth, dollars
 * @param error root mean square of the same
 */
public record OffPolicyRow(
        String world,
        String policy,
        String estimator,
        int runs,
        double truth,
        int held,
        double width,
        double bias,
        double error) {

    static OffPolicyRow of(String world, String policy, String estimator, double truth, List<Interval> intervals) {
        double bias = intervals.stream()
                .mapToDouble(interval -> interval.estimate() - truth)
                .average()
                .orElseThrow();
        double squares = intervals.stream()
                .mapToDouble(interval -> Math.pow(interval.estimate() - truth, 2))
                .average()
                .orElseThrow();
        return new OffPolicyRow(
                world,
                policy,
                estimator,
                intervals.size(),
                truth,
                (int) intervals.stream()
                        .filter(interval -> interval.contains(truth))
                        .count(),
                intervals.stream().mapToDouble(Interval::width).average().orElseThrow(),
                bias,
                Math.sqrt(squares));
    }
}
