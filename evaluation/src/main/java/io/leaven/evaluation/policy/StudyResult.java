package io.leaven.evaluation.policy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** What came of a study: every policy's run of every seed. Immutable. */
public final class StudyResult {

    private final Map<String, List<PolicyRun>> runs;
    private final Map<String, List<Double>> seconds;

    private StudyResult(Builder builder) {
        this.runs = new LinkedHashMap<>(builder.runs);
        this.seconds = new LinkedHashMap<>(builder.seconds);
    }

    /** Every policy over all seeds. */
    public List<PolicyRow> rows() {
        return runs.entrySet().stream()
                .map(entry -> PolicyRow.of(entry.getKey(), entry.getValue(), scores(entry.getKey())))
                .toList();
    }

    /** The row of a policy. */
    public PolicyRow row(String policy) {
        return PolicyRow.of(policy, runs(policy), scores(policy));
    }

    /** By how much one policy's score is above another's on the same customers. */
    public Gap gap(String policy, String against) {
        double[] mine = scores(policy);
        double[] other = scores(against);
        return Gap.of(
                policy,
                against,
                IntStream.range(0, mine.length)
                        .mapToDouble(i -> mine[i] - other[i])
                        .toArray());
    }

    /** How long an agent learned, in seconds: the mean over seeds; NaN for a policy that does not learn. */
    public double seconds(String policy) {
        return seconds.getOrDefault(policy, List.of()).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElse(Double.NaN);
    }

    private double[] scores(String policy) {
        List<PolicyRun> own = runs(policy);
        List<PolicyRun> none = runs(PolicyStudy.NONE);
        List<PolicyRun> oracle = runs(PolicyStudy.ORACLE);
        return IntStream.range(0, own.size())
                .mapToDouble(seed -> own.get(seed).score(none.get(seed), oracle.get(seed)))
                .toArray();
    }

    private List<PolicyRun> runs(String policy) {
        List<PolicyRun> own = runs.get(policy);
        if (own == null) {
            throw new IllegalArgumentException("no policy '" + policy + "' among " + runs.keySet());
        }
        return own;
    }

    /** Collects runs, seed by seed. Not safe for use by several threads. */
    static final class Builder {

        private final Map<String, List<PolicyRun>> runs = new LinkedHashMap<>();
        private final Map<String, List<Double>> seconds = new LinkedHashMap<>();

        void add(String policy, PolicyRun run) {
            runs.computeIfAbsent(policy, any -> new ArrayList<>()).add(run);
        }

        void add(String policy, PolicyRun run, double learned) {
            add(policy, run);
            seconds.computeIfAbsent(policy, any -> new ArrayList<>()).add(learned);
        }

        /** Adds another's runs behind those that are here. */
        void addAll(Builder other) {
            other.runs.forEach((policy, more) ->
                    runs.computeIfAbsent(policy, any -> new ArrayList<>()).addAll(more));
            other.seconds.forEach((policy, more) ->
                    seconds.computeIfAbsent(policy, any -> new ArrayList<>()).addAll(more));
        }

        StudyResult build() {
            return new StudyResult(this);
        }
    }
}
