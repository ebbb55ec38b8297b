package io.leaven.causal.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.Estimate;
import io.leaven.causal.uplift.UpliftDecile;
import java.util.Locale;

/** Shows a fit to people and to programs. A number that the rows could not give is {@code -} and null. */
final class UpliftFitPrinter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private UpliftFitPrinter() {}

    static String text(UpliftFitResult fit) {
        StringBuilder text = new StringBuilder();
        line(text, "%s, %s, seed %d, %.1f s", fit.version(), fit.learner(), fit.seed(), seconds(fit));
        line(
                text,
                "%,d rows, %,d of them to train on, %,d refused; by arm %s",
                fit.rows(),
                fit.trainedRows(),
                fit.refused(),
                fit.rowsByArm());
        line(text, "");
        line(text, "On held-out rows, effects in units of the outcome:");
        line(text, "%-12s %7s  %-24s %9s %8s %8s", "arm", "rows", "mean effect [95%]", "predicted", "Qini", "AUUC");
        for (ArmEvaluation arm : fit.arms()) {
            line(
                    text,
                    "%-12s %,7d  %-24s %9.3f %8.3f %8.3f",
                    arm.arm(),
                    arm.treatedRows(),
                    words(arm.ate()),
                    arm.meanCate(),
                    arm.qini(),
                    arm.auuc());
        }
        for (ArmEvaluation arm : fit.arms()) {
            line(text, "");
            line(text, "%s by tenths of the predicted effect, highest first:", arm.arm());
            line(text, "%6s %7s %9s  %s", "tenth", "rows", "predicted", "observed [95%]");
            for (UpliftDecile decile : arm.deciles()) {
                line(
                        text,
                        "%6d %,7d %9.3f  %s",
                        decile.decile(),
                        decile.rows(),
                        decile.predicted(),
                        words(decile.observed()));
            }
        }
        line(text, "");
        text.append(
                fit.published()
                        ? "Published to causal-models."
                        : "Not published; --publish puts the model on causal-models.");
        return text.toString();
    }

    static String json(UpliftFitResult fit) {
        ObjectNode json = JSON.objectNode()
                .put("version", fit.version())
                .put("learner", fit.learner())
                .put("rows", fit.rows())
                .put("trainedRows", fit.trainedRows())
                .put("refused", fit.refused())
                .put("seed", fit.seed())
                .put("seconds", seconds(fit))
                .put("published", fit.published());
        ObjectNode rowsByArm = json.putObject("rowsByArm");
        fit.rowsByArm().forEach(rowsByArm::put);
        ObjectNode arms = json.putObject("arms");
        fit.arms().forEach(arm -> arms.set(arm.arm(), json(arm)));
        return json.toPrettyString();
    }

    private static ObjectNode json(ArmEvaluation arm) {
        ObjectNode json = JSON.objectNode().put("rows", arm.treatedRows()).put("controlRows", arm.controlRows());
        json.set("ate", json(arm.ate()));
        json.set("meanCate", number(arm.meanCate()));
        json.set("qini", number(arm.qini()));
        json.set("auuc", number(arm.auuc()));
        for (UpliftDecile decile : arm.deciles()) {
            ObjectNode tenth = json.withArray("deciles").addObject();
            tenth.put("decile", decile.decile()).put("rows", decile.rows());
            tenth.set("predicted", number(decile.predicted()));
            tenth.set("observed", json(decile.observed()));
        }
        return json;
    }

    private static ObjectNode json(Estimate estimate) {
        ObjectNode json = JSON.objectNode();
        json.set("estimate", number(estimate.estimate()));
        json.set("lower", number(estimate.lower()));
        json.set("upper", number(estimate.upper()));
        return json;
    }

    private static JsonNode number(double value) {
        return Double.isFinite(value) ? JSON.numberNode(value) : JSON.nullNode();
    }

    private static String words(Estimate estimate) {
        return Double.isFinite(estimate.estimate())
                ? String.format(
                        Locale.ROOT, "%+.3f [%.3f, %.3f]", estimate.estimate(), estimate.lower(), estimate.upper())
                : "-";
    }

    private static double seconds(UpliftFitResult fit) {
        return fit.took().toMillis() / 1000.0;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
