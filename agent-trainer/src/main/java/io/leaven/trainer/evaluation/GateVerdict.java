package io.leaven.trainer.evaluation;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a {@link PromotionGate} decided, and why.
 *
 * @param outcome whether the candidate is good enough
 * @param candidate value of the candidate, per customer
 * @param live value of the live policy, per customer
 * @param gain candidate minus live, paired by customer
 * @param margin that the gain's lower bound may be below 0
 * @param customers that both estimates rest on
 * @param leftOut customers that the estimator could not use for the candidate, their propensities being unknown
 * @param effective as many customers of equal weight would tell about as much of the candidate
 * @param words the verdict for people, on one line
 */
public record GateVerdict(
        GateOutcome outcome,
        Interval candidate,
        Interval live,
        Interval gain,
        double margin,
        int customers,
        int leftOut,
        double effective,
        String words) {

    public boolean passed() {
        return outcome == GateOutcome.PASSED;
    }

    /** The numbers as a snapshot carries them in its evaluation, by name. */
    public Map<String, Double> numbers() {
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("gate.passed", passed() ? 1.0 : 0.0);
        put(numbers, "gate.value", candidate);
        put(numbers, "gate.live", live);
        put(numbers, "gate.gain", gain);
        numbers.put("gate.margin", margin);
        numbers.put("gate.customers", (double) customers);
        numbers.put("gate.left.out", (double) leftOut);
        numbers.put("gate.effective.size", effective);
        return numbers;
    }

    private static void put(Map<String, Double> numbers, String name, Interval interval) {
        numbers.put(name, interval.estimate());
        numbers.put(name + ".lower", interval.lower());
        numbers.put(name + ".upper", interval.upper());
    }
}
