package io.leaven.causal.fit;

import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.TreeCateModel;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a fit.
 *
 * @param model the fitted model; its version names the fit
 * @param rows usable experiment rows, held-out ones included
 * @param trainedRows rows that the model was fitted on
 * @param refused records that went to dead letters
 * @param rowsByArm usable rows of each arm, control first
 * @param heldOut the rows that judged the model
 * @param arms how good the model is for each treatment, on held-out rows
 * @param warnings what the reader should know before trusting the numbers
 * @param seed of the split and the trees
 * @param took from the start to the last evaluation
 * @param published whether the model is on the topic
 */
public record UpliftFitResult(
        TreeCateModel model,
        int rows,
        int trainedRows,
        long refused,
        Map<String, Integer> rowsByArm,
        ExperimentData heldOut,
        List<ArmEvaluation> arms,
        List<String> warnings,
        long seed,
        Duration took,
        boolean published) {

    public UpliftFitResult {
        arms = List.copyOf(arms);
        warnings = List.copyOf(warnings);
    }

    public String version() {
        return model.version();
    }

    /** Such as {@code t-learner}. */
    public String learner() {
        return model.learner();
    }

    UpliftFitResult asPublished() {
        return new UpliftFitResult(
                model, rows, trainedRows, refused, rowsByArm, heldOut, arms, warnings, seed, took, true);
    }

    /** The effects in one line, such as {@code ad +1.23 [1.10, 1.36], ...}: the ATE of each arm with its 95% interval. */
    public String inWords() {
        return arms.stream()
                .map(arm -> String.format(
                        Locale.ROOT,
                        "%s %+.2f [%.2f, %.2f]",
                        arm.arm(),
                        arm.ate().estimate(),
                        arm.ate().lower(),
                        arm.ate().upper()))
                .collect(Collectors.joining(", ", "mean effect in dollars: ", ""));
    }

    /** What was measured, by {@code arm.name}, where it is a number: what a published model carries. */
    Map<String, Double> diagnostics() {
        Map<String, Double> diagnostics = new LinkedHashMap<>();
        for (ArmEvaluation arm : arms) {
            diagnostics.put(arm.arm() + ".heldOutRows", (double) arm.treatedRows());
            diagnostics.put(arm.arm() + ".ate", arm.ate().estimate());
            diagnostics.put(arm.arm() + ".ateLower", arm.ate().lower());
            diagnostics.put(arm.arm() + ".ateUpper", arm.ate().upper());
            diagnostics.put(arm.arm() + ".meanCate", arm.meanCate());
            diagnostics.put(arm.arm() + ".qini", arm.qini());
            diagnostics.put(arm.arm() + ".auuc", arm.auuc());
            diagnostics.put(arm.arm() + ".upliftAt30", arm.upliftAt30().estimate());
            diagnostics.put(arm.arm() + ".slope", arm.heterogeneity().slope().estimate());
        }
        diagnostics.values().removeIf(value -> !Double.isFinite(value));
        return diagnostics;
    }
}
