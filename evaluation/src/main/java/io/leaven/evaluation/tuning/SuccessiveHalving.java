package io.leaven.evaluation.tuning;

import io.leaven.app.SideBySide;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Successive halving (Jamieson and Talwalkar 2016) with runs as the budget: every candidate is run once, the better half once more with
 * another seed, and so on until one is left or too few runs for another round. What is compared within a round has the same seeds, so
 * luck that a seed brings to all falls out. One run differs from the next by more than most settings do; that is why runs, not the
 * length of training, are what promising candidates get more of.
 */
public final class SuccessiveHalving {

    /** The better first; what failed last; of equals the earlier. */
    private static final Comparator<Trial> BETTER = Comparator.<Trial>comparingDouble(
                    trial -> Double.isNaN(trial.mean()) ? Double.POSITIVE_INFINITY : -trial.mean())
            .thenComparingInt(Trial::number);

    private SuccessiveHalving() {}

    /** Judges candidates. Called by several threads where several are judged at once. */
    @FunctionalInterface
    public interface Judge {

        /**
         * One run of a candidate.
         *
         * @param round 0 for the first; the same for all candidates of a round
         * @return higher is better; NaN if it failed
         */
        double score(Map<String, String> settings, int round);
    }

    /**
     * What came of a search.
     *
     * @param best of those in the last round
     * @param trials all, in order of their numbers
     */
    public record Outcome(Trial best, List<Trial> trials) {}

    /**
     * Searches.
     *
     * @param candidates at least one
     * @param budget runs, at least one for each candidate
     * @param atOnce runs at the same time
     */
    public static Outcome search(List<Map<String, String>> candidates, int budget, int atOnce, Judge judge) {
        if (candidates.isEmpty() || budget < candidates.size()) {
            throw new IllegalArgumentException(
                    "a budget of " + budget + " runs for " + candidates.size() + " candidates");
        }
        Map<Integer, Trial> trials = new TreeMap<>();
        List<Trial> running = new ArrayList<>();
        for (int i = 0; i < candidates.size(); i++) {
            running.add(new Trial(i, candidates.get(i), List.of()));
        }
        int left = budget;
        for (int round = 0; ; round++) {
            List<Trial> judged = new ArrayList<>(judged(running, round, atOnce, judge));
            left -= judged.size();
            judged.sort(BETTER);
            judged.forEach(trial -> trials.put(trial.number(), trial));
            running = judged.subList(0, (judged.size() + 1) / 2);
            if (judged.size() == 1 || running.size() > left || running.size() == 1) {
                return new Outcome(judged.get(0), List.copyOf(trials.values()));
            }
        }
    }

    private static List<Trial> judged(List<Trial> trials, int round, int atOnce, Judge judge) {
        return SideBySide.on(atOnce, "leaven-trial")
                .map(
                        trials.size(),
                        i -> trials.get(i).and(judge.score(trials.get(i).settings(), round)));
    }

    /** Runs that a search makes. */
    public static int runs(int candidates, int budget) {
        int runs = candidates;
        for (int next = (candidates + 1) / 2; next > 1 && next <= budget - runs; next = (next + 1) / 2) {
            runs += next;
        }
        return runs;
    }
}
