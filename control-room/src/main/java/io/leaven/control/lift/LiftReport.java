package io.leaven.control.lift;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.dispatcher.lift.ConfidenceSequence;
import io.leaven.dispatcher.lift.CustomerOutcomes.Outcome;
import io.leaven.dispatcher.lift.LiftEstimate;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What the agent is worth.
 *
 * @param since steps from then on count
 * @param steps of each customer
 * @param agentCustomers who have so many
 * @param holdoutCustomers who have so many
 * @param alpha share of intervals that may miss the truth
 * @param metrics by name
 */
record LiftReport(
        String since,
        int steps,
        long agentCustomers,
        long holdoutCustomers,
        double alpha,
        Map<String, LiftEstimate.Result> metrics) {

    private static final Map<String, ToDoubleFunction<Outcome>> METRICS = new LinkedHashMap<>();

    static {
        METRICS.put("revenue", Outcome::revenue);
        METRICS.put("purchases", Outcome::purchases);
        METRICS.put("tier", Outcome::tier);
    }

    static LiftReport of(List<Outcome> outcomes, String since, int steps, ConfidenceSequence sequence) {
        Map<String, LiftEstimate.Result> results = new LinkedHashMap<>();
        METRICS.forEach((name, number) -> {
            LiftEstimate estimate = new LiftEstimate(sequence);
            outcomes.forEach(outcome -> estimate.add(outcome.ofAgent(), number.applyAsDouble(outcome)));
            results.put(name, estimate.result());
        });
        long agents = outcomes.stream().filter(Outcome::ofAgent).count();
        return new LiftReport(since, steps, agents, outcomes.size() - agents, sequence.alpha(), results);
    }

    String toJson() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this)
                    + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are always JSON", e);
        }
    }

    String toText() {
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "agent against holdout, the first %d steps of each customer since %s%n"
                        + "%,d customers of the agent, %,d of the holdout%n%n"
                        + "%-22s %9s %9s %9s   %-21s  %-21s  %s%n",
                steps,
                since,
                agentCustomers,
                holdoutCustomers,
                "",
                "agent",
                "holdout",
                "lift",
                percent() + "% interval, one look",
                percent() + "%, any number",
                "p, any number"));
        metrics.forEach((name, result) -> text.append(String.format(
                Locale.ROOT,
                "%-22s %9.3f %9.3f %+9.3f   %-21s  %-21s  %.4f%n",
                label(name),
                result.agentMean(),
                result.holdoutMean(),
                result.difference(),
                interval(result.low(), result.high()),
                interval(result.anytimeLow(), result.anytimeHigh()),
                result.anytimeP())));
        if (agentCustomers < LiftEstimate.FEWEST || holdoutCustomers < LiftEstimate.FEWEST) {
            text.append(String.format(
                    "%nfor looking any number of times each group needs %d customers with all their steps%n",
                    LiftEstimate.FEWEST));
        }
        return text.toString();
    }

    private long percent() {
        return Math.round(100 * (1 - alpha));
    }

    private static String label(String metric) {
        return switch (metric) {
            case "revenue" -> "dollars a step";
            case "purchases" -> "purchases a step";
            default -> "tier at the end (0-3)";
        };
    }

    private static String interval(double low, double high) {
        return Double.isNaN(low) ? "-" : String.format(Locale.ROOT, "%+.3f to %+.3f", low, high);
    }
}
