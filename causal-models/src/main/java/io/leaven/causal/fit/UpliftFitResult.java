package io.leaven.causal.fit;

import io.leaven.causal.uplift.ArmEvaluation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What came of a fit.
 *
 * @param version of the model
 * @param learner such as {@code t-learner}
 * @param rows usable experiment rows, held-out ones included
 * @param trainedRows rows that the model was fitted on
 * @param refused records that went to dead letters
 * @param rowsByArm usable rows of each arm, control first
 * @param arms how good the model is for each treatment, on held-out rows
 * @param seed of the split and the trees
 * @param took from the start to the last evaluation
 * @param published whether the model is on the topic
 */
public record UpliftFitResult(
        String version,
        String learner,
        int rows,
        int trainedRows,
        long refused,
        Map<String, Integer> rowsByArm,
        List<ArmEvaluation> arms,
        long seed,
        Duration took,
        boolean published) {

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

    /** What was measured, by {@code arm.name}: what a published model carries. */
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
        }
        return diagnostics;
    }
}
