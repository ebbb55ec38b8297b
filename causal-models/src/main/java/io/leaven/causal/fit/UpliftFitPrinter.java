package io.leaven.causal.fit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.uplift.ArmBalance;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.Estimate;
import io.leaven.causal.uplift.Personas;
import io.leaven.causal.uplift.UpliftDecile;
import java.util.Locale;

/** Shows a fit to people and to programs. A number that the rows could not give is {@code -} and null. */
final class UpliftFitPrinter {

    private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

    private UpliftFitPrinter() {}

    static String title(UpliftFitResult fit) {
        return "Uplift model " + fit.version();
    }

    /** How the model came to be, in one sentence. */
    static String summary(UpliftFitResult fit) {
        return String.format(
                Locale.ROOT,
                "%s, seed %d: %,d rows, %,d of them to train on, %,d refused; by arm %s; %.1f s.",
                fit.learner(),
                fit.seed(),
                fit.rows(),
                fit.trainedRows(),
                fit.refused(),
                fit.rowsByArm(),
                seconds(fit));
    }

    static String text(UpliftFitResult fit) {
        StringBuilder text = new StringBuilder();
        line(text, "%s", title(fit));
        line(text, "%s", summary(fit));
        fit.warnings().forEach(warning -> line(text, "WARNING: %s", warning));
        line(text, "");
        line(text, "On held-out rows, effects in units of the outcome:");
        line(
                text,
                "%-12s %7s  %-26s %9s %7s %7s %9s",
                "arm",
                "rows",
                "mean effect [95%]",
                "predicted",
                "Qini",
                "AUUC",
                "top 30%");
        for (ArmEvaluation arm : fit.arms()) {
            line(
                    text,
                    "%-12s %,7d  %-26s %9.4g %7.3f %7.3f %+9.4g",
                    arm.arm(),
                    arm.treatedRows(),
                    words(arm.ate()),
                    arm.meanCate(),
                    arm.qini(),
                    arm.auuc(),
                    arm.upliftAt30().estimate());
        }
        line(text, "Qini and AUUC as scikit-uplift normalises them; --json tells the others.");
        for (ArmEvaluation arm : fit.arms()) {
            line(text, "");
            line(text, "%s: %s", arm.arm(), arm.verdict());
            Personas personas = arm.personas();
            line(
                    text,
                    "%.0f%% persuadable, %.0f%% sure things, %.0f%% lost causes, %.0f%% do-not-disturb",
                    100 * personas.persuadable(),
                    100 * personas.sureThing(),
                    100 * personas.lostCause(),
                    100 * personas.doNotDisturb());
            line(text, "by tenths of the predicted effect, highest first:");
            line(text, "%6s %7s %9s  %-26s %s", "tenth", "rows", "predicted", "observed [95%]", "doubly robust [95%]");
            for (UpliftDecile decile : arm.deciles()) {
                line(
                        text,
                        "%6d %,7d %9.4g  %-26s %s",
                        decile.decile(),
                        decile.rows(),
                        decile.predicted(),
                        words(decile.observed()),
                        words(decile.gate()));
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
                .put("heldOutRows", fit.heldOut().rows())
                .put("refused", fit.refused())
                .put("control", fit.model().control())
                .put("binaryOutcome", fit.heldOut().isBinary())
                .put("seed", fit.seed())
                .put("seconds", seconds(fit))
                .put("published", fit.published());
        ObjectNode rowsByArm = json.putObject("rowsByArm");
        fit.rowsByArm().forEach(rowsByArm::put);
        ArrayNode features = json.putArray("features");
        fit.model().features().forEach(features::add);
        ArrayNode warnings = json.putArray("warnings");
        fit.warnings().forEach(warnings::add);
        ObjectNode arms = json.putObject("arms");
        ObjectNode balance = json.putObject("balance");
        ObjectNode personas = json.putObject("personas");
        fit.arms().forEach(arm -> {
            arms.set(arm.arm(), json(arm));
            balance.set(arm.arm(), json(arm.balance()));
            personas.set(arm.arm(), json(arm.personas()));
        });
        json.set("definitions", definitions());
        return json.toPrettyString();
    }

    private static ObjectNode json(ArmEvaluation arm) {
        ObjectNode json = JSON.objectNode().put("rows", arm.treatedRows()).put("controlRows", arm.controlRows());
        json.set("ate", json(arm.ate()).put("method", arm.isRandomised() ? "difference in means" : "AIPW"));
        json.set("ateDifferenceInMeans", json(arm.ateDifference()));
        json.set("ateAipw", json(arm.ateAipw()));
        json.set("meanCate", number(arm.meanCate()));
        json.set("qini", number(arm.qini()));
        json.set("qiniArea", number(arm.curve().qiniArea()));
        json.set("auuc", number(arm.auuc()));
        json.set("auucArea", number(arm.curve().auucArea()));
        json.set("auucCausalml", number(arm.curve().auucCausalml()));
        json.set("upliftAt30", number(arm.upliftAt30().estimate()));
        json.set("upliftAt30Interval", json(arm.upliftAt30()));
        for (UpliftDecile decile : arm.deciles()) {
            ObjectNode gate = json.withArray("gates").addObject();
            gate.put("group", decile.decile()).put("rows", decile.rows());
            gate.set("predicted", number(decile.predicted()));
            gate.setAll(json(decile.gate()));
            ObjectNode tenth = json.withArray("deciles").addObject();
            tenth.put("decile", decile.decile()).put("rows", decile.rows());
            tenth.set("predicted", number(decile.predicted()));
            tenth.set("observed", json(decile.observed()));
        }
        ObjectNode heterogeneity = json.putObject("heterogeneity");
        heterogeneity.put("usable", arm.heterogeneity().isUsable());
        heterogeneity.set("slope", json(arm.heterogeneity().slope()));
        heterogeneity.set("topMinusBottom", json(arm.heterogeneity().topMinusBottom()));
        json.put("verdict", arm.verdict());
        return json;
    }

    private static ObjectNode json(ArmBalance balance) {
        ObjectNode json = JSON.objectNode().put("randomised", balance.isRandomised());
        json.put("propensitiesGiven", balance.propensitiesGiven());
        json.set("pValueOfMeans", number(balance.pValueOfMeans()));
        json.set("pValueOfPropensity", number(balance.pValueOfPropensity()));
        for (ArmBalance.FeatureBalance feature : balance.features()) {
            ObjectNode gap = json.withArray("features").addObject().put("feature", feature.feature());
            gap.set("treatedMean", number(feature.treatedMean()));
            gap.set("controlMean", number(feature.controlMean()));
            gap.set("smd", number(feature.smd()));
        }
        return json;
    }

    private static ObjectNode json(Personas personas) {
        ObjectNode json = JSON.objectNode();
        json.set("persuadable", number(personas.persuadable()));
        json.set("sureThing", number(personas.sureThing()));
        json.set("lostCause", number(personas.lostCause()));
        json.set("doNotDisturb", number(personas.doNotDisturb()));
        ObjectNode thresholds = json.putObject("thresholds");
        thresholds.set("persuadableFromEffect", number(personas.gain()));
        thresholds.set("doNotDisturbToEffect", number(-personas.loss()));
        thresholds.set("sureThingFromOutcome", number(personas.sure()));
        return json;
    }

    /** Packages use the same words for different numbers. */
    private static ObjectNode definitions() {
        return JSON.objectNode()
                .put("ate", "mean effect on held-out rows: difference in means where arms look randomised, else AIPW")
                .put(
                        "qini",
                        "scikit-uplift's qini_auc_score: area between Qini curve and random line over that of the perfect"
                                + " order; for outcomes other than 0 and 1 by the same formula")
                .put("qiniArea", "the same area, outcome per treated row over shares of the rows, not divided")
                .put(
                        "auuc",
                        "scikit-uplift's uplift_auc_score: as qini with the uplift curve; for outcomes other than 0 and 1"
                                + " with the perfect order of qini")
                .put("auucArea", "area under the uplift curve, outcome per row over shares of the rows")
                .put("auucCausalml", "causalml's auuc_score, normalised: mean of the gain over the final gain's size")
                .put(
                        "upliftAt30",
                        "scikit-uplift's uplift_at_k, overall: difference in means among the 30% highest predictions")
                .put("gates", "mean AIPW score by tenth of the prediction, highest first, 95% interval")
                .put("deciles", "difference in means by tenth of the prediction, highest first, 95% interval")
                .put(
                        "heterogeneity",
                        "slope of AIPW scores over predictions (1: right, 0: noise); usable if its 95% interval lies above 0")
                .put(
                        "personas",
                        "persuadable: effect of a fifth of control's standard deviation or more; do-not-disturb: a loss of a"
                                + " twenty-fifth or more; the rest by predicted outcome without treatment")
                .put("smd", "standardised mean difference to control, over all rows");
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
                        Locale.ROOT, "%+.4g [%.4g, %.4g]", estimate.estimate(), estimate.lower(), estimate.upper())
                : "-";
    }

    private static double seconds(UpliftFitResult fit) {
        return fit.took().toMillis() / 1000.0;
    }

    private static void line(StringBuilder text, String format, Object... values) {
        text.append(String.format(Locale.ROOT, format, values)).append(System.lineSeparator());
    }
}
