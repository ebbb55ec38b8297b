package io.leaven.control.snapshot;

import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.PolicyEstimate;
import io.leaven.schemas.SnapshotVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * All that a snapshot says of itself but its weights.
 *
 * @param row how it stands
 * @param layers width of each, input first
 * @param features what the network sees, in order
 * @param positions where the log stood, by partition of the replay topic
 * @param settings that it was trained with
 * @param evaluation what was measured, by name
 * @param verdict of the trainer's gate; null if it has none
 */
record SnapshotDetails(
        SnapshotRow row,
        String algorithm,
        List<Integer> layers,
        List<Feature> features,
        String catalogueHash,
        double epsilon,
        double leastGain,
        long seed,
        Map<Integer, Long> positions,
        Map<String, String> settings,
        Map<String, Double> evaluation,
        Verdict verdict) {

    /** What the network sees of a feature: (value - offset) / scale. */
    record Feature(String name, double offset, double scale) {}

    /** Why it went live or did not; numbers in dollars a customer, null where nothing could be estimated. */
    record Verdict(
            String outcome,
            String reason,
            String live,
            Estimate value,
            Estimate liveValue,
            Estimate gain,
            int customers) {}

    /** With the bounds of its interval. */
    record Estimate(double value, double lower, double upper) {

        private static Estimate of(PolicyEstimate estimate) {
            return estimate == null
                    ? null
                    : new Estimate(estimate.getValue(), estimate.getLower(), estimate.getUpper());
        }

        private String words() {
            return String.format(Locale.ROOT, "%.2f [%.2f, %.2f]", value, lower, upper);
        }
    }

    static SnapshotDetails of(SnapshotRow row, AgentSnapshot record) {
        Map<Integer, Long> positions = new TreeMap<>();
        record.getPositions().forEach(position -> positions.put(position.getPartition(), position.getOffset()));
        return new SnapshotDetails(
                row,
                record.getAlgorithm(),
                record.getLayers(),
                record.getFeatures().stream()
                        .map(feature -> new Feature(feature.getName(), feature.getOffset(), feature.getScale()))
                        .toList(),
                record.getCatalogueHash(),
                record.getEpsilon(),
                record.getLeastGain(),
                record.getSeed(),
                positions,
                new TreeMap<>(record.getSettings()),
                new TreeMap<>(record.getEvaluation()),
                verdict(record.getVerdict()));
    }

    private static Verdict verdict(SnapshotVerdict verdict) {
        return verdict == null
                ? null
                : new Verdict(
                        verdict.getOutcome().name(),
                        verdict.getReason(),
                        verdict.getLive(),
                        Estimate.of(verdict.getValue()),
                        Estimate.of(verdict.getLiveValue()),
                        Estimate.of(verdict.getGain()),
                        verdict.getCustomers());
    }

    String toText() {
        List<String> lines = new ArrayList<>();
        lines.add("snapshot " + row.agent() + "/" + row.version() + ", made at " + row.createdAt());
        lines.add(line("state", row.state().isEmpty() ? "not live" : row.state()));
        lines.add(line(
                "network",
                algorithm + ", layers " + layers.stream().map(String::valueOf).collect(Collectors.joining("-"))));
        lines.add(line(
                "acts by", String.format(Locale.ROOT, "epsilon %.4g, least gain %.4g dollars", epsilon, leastGain)));
        lines.add(line("catalogue", catalogueHash));
        lines.add(line(
                "learned from",
                String.format(
                        Locale.ROOT,
                        "%,d transitions in %,d gradient steps, seed %d, up to offsets %s",
                        row.transitions(),
                        row.gradientSteps(),
                        seed,
                        positions)));
        if (verdict != null) {
            lines.add(line("gate", row.gate() + ": " + verdict.reason));
            add(lines, "worth", verdict.value);
            add(lines, "live worth", verdict.liveValue);
            add(lines, "gain", verdict.gain);
        }
        lines.add("encoder");
        features.forEach(feature -> lines.add(String.format(
                Locale.ROOT, "  %-24s (value - %.4g) / %.4g", feature.name, feature.offset, feature.scale)));
        lines.add("evaluation");
        evaluation.forEach((name, value) -> lines.add(String.format(Locale.ROOT, "  %-24s %.6g", name, value)));
        lines.add("settings");
        settings.forEach((key, value) -> lines.add("  " + key + "=" + value));
        return String.join(System.lineSeparator(), lines);
    }

    private static void add(List<String> lines, String name, Estimate estimate) {
        if (estimate != null) {
            lines.add(line(name, estimate.words() + " dollars a customer"));
        }
    }

    private static String line(String name, String text) {
        return String.format("%-13s %s", name, text);
    }
}
