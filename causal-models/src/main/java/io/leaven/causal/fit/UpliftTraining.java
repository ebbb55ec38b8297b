package io.leaven.causal.fit;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.uplift.ArmBalance;
import io.leaven.causal.uplift.ArmEvaluation;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.Nuisance;
import io.leaven.causal.uplift.TreeCateModel;
import io.leaven.causal.uplift.UpliftEvaluation;
import io.leaven.causal.uplift.UpliftLearner;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * Fits an uplift model to an experiment and judges it on customers that it did not see. Progress is shown on standard error.
 */
final class UpliftTraining {

    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("'uplift-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final UpliftSettings settings;
    private final Clock clock;
    private final StopSignal stop;

    UpliftTraining(UpliftSettings settings, Clock clock, StopSignal stop) {
        this.settings = settings;
        this.clock = clock;
        this.stop = stop;
    }

    /** Now, as precise as versions are. */
    static Instant now(Clock clock) {
        return clock.instant().truncatedTo(ChronoUnit.MILLIS);
    }

    /**
     * Fits and judges.
     *
     * @param started when the work began, which names the version
     * @throws UserError if an arm lacks rows to be fitted or judged, or the signal is raised on the way
     */
    UpliftFitResult run(UpliftSource source, Instant started) {
        ExperimentData data = source.data();
        ExperimentData train = settings.split().train(data);
        ExperimentData heldOut = settings.split().heldOut(data);
        checkRows(source, train, heldOut);
        List<String> warnings = new ArrayList<>(source.warnings());
        warnings.addAll(constantFeatures(data));

        UpliftLearner learner = settings.learner();
        TreeCateModel model = fit(learner, train, VERSION.format(started)).withCategories(source.categories());
        Nuisance nuisance = Nuisance.fit(train, settings.nuisanceSettings());
        DataTopic.checkStop(stop);
        List<ArmEvaluation> evaluations = UpliftEvaluation.evaluate(model, nuisance, heldOut, data);
        DataTopic.checkStop(stop);
        evaluations.forEach(arm -> warnings.addAll(imbalance(arm)));
        return new UpliftFitResult(
                model,
                data.rows(),
                train.rows(),
                source.refused(),
                rowsByArm(data),
                heldOut,
                evaluations,
                warnings,
                settings.seed(),
                Duration.between(started, clock.instant()),
                false);
    }

    private TreeCateModel fit(UpliftLearner learner, ExperimentData train, String version) {
        try (Progress progress = Progress.start(
                "fit arms" + (settings.replicates() > 0 ? " and replicates" : ""),
                train.arms().size() + settings.replicates())) {
            return learner.fit(train, version, arm -> {
                progress.by(1);
                DataTopic.checkStop(stop);
            });
        }
    }

    private void checkRows(UpliftSource source, ExperimentData train, ExperimentData heldOut) {
        ExperimentData data = source.data();
        List<String> arms = data.arms();
        if (data.rowsOf(0).length == 0) {
            throw new UserError(source.name() + " has no rows of the control arm '" + arms.get(0) + "'; its arms are "
                    + arms.subList(1, arms.size()));
        }
        if (arms.size() == 1) {
            throw new UserError("all " + data.rows() + " rows on " + source.name() + " are of the control arm '"
                    + arms.get(0) + "'; an uplift needs at least one arm with a treatment");
        }
        for (int arm = 0; arm < arms.size(); arm++) {
            int trained = train.rowsOf(arm).length;
            int judged = heldOut.rowsOf(arm).length;
            if (Math.min(trained, judged) < settings.minRows()) {
                throw new UserError("arm '" + arms.get(arm) + "' on " + source.name() + " has " + (trained + judged)
                        + " rows, " + trained + " to train on and " + judged + " held out; at least "
                        + settings.minRows() + " of each are needed (" + UpliftSettings.MIN_ROWS + ")");
            }
        }
    }

    private static List<String> constantFeatures(ExperimentData data) {
        List<String> warnings = new ArrayList<>();
        for (int column = 0; column < data.features().size(); column++) {
            double first = data.value(0, column);
            boolean constant = true;
            for (int row = 1; row < data.rows() && constant; row++) {
                constant = Double.compare(data.value(row, column), first) == 0;
            }
            if (constant) {
                warnings.add(String.format(
                        Locale.ROOT,
                        "feature '%s' is constant (%s) and tells nothing",
                        data.features().get(column),
                        Double.isNaN(first) ? "missing everywhere" : Double.toString(first)));
            }
        }
        return warnings;
    }

    /** What to say of arms that chance did not draw. */
    private static List<String> imbalance(ArmEvaluation arm) {
        ArmBalance balance = arm.balance();
        if (balance.propensitiesGiven() || balance.isRandomised()) {
            return List.of();
        }
        ArmBalance.FeatureBalance widest = balance.features().get(0);
        return List.of(String.format(
                Locale.ROOT,
                "arm '%s' does not look randomised: its widest gap to control is in '%s' (standardised difference %.2f;"
                        + " p = %.2g that chance moves all means so far, p = %.2g that features tell the arm by chance)."
                        + " Its mean effect is estimated doubly robustly; Qini, AUUC and uplift at 30%% are biased."
                        + " Consider --learner dr, and --propensity if you know how arms were drawn",
                arm.arm(),
                widest.feature(),
                widest.smd(),
                balance.pValueOfMeans(),
                balance.pValueOfPropensity()));
    }

    private static Map<String, Integer> rowsByArm(ExperimentData data) {
        Map<String, Integer> rows = new LinkedHashMap<>();
        for (int arm = 0; arm < data.arms().size(); arm++) {
            rows.put(data.arms().get(arm), data.rowsOf(arm).length);
        }
        return rows;
    }
}
