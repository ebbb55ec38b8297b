package io.leaven.evaluation.tuning;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Settings that were tried.
 *
 * @param number 0 for the settings that the search began with
 * @param settings by key, beside the base's
 * @param scores one for each run, NaN for one that no agent came of
 */
public record Trial(int number, Map<String, String> settings, List<Double> scores) {

    public Trial {
        scores = List.copyOf(scores);
    }

    /** Mean over runs; NaN if no agent came of one of them, or without a run. */
    public double mean() {
        return scores.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    Trial and(double score) {
        List<Double> more = new ArrayList<>(scores);
        more.add(score);
        return new Trial(number, settings, more);
    }
}
