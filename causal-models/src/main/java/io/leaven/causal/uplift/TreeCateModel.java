package io.leaven.causal.uplift;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * A {@link CateModel} of boosted trees: for each arm an {@link ArmEffect}, and perhaps trees that give the logarithm of its
 * standard error. The error never is further from 1 than a factor of e^30, so that damaged trees give no infinity.
 */
public final class TreeCateModel implements CateModel {

    private static final double FAR = 30;

    /**
     * One arm of the model.
     *
     * @param name of the arm
     * @param rows that the arm was fitted on, without those of control
     * @param effect how large it is
     * @param logError trees for ln(standard error); null if unknown
     */
    public record Arm(String name, long rows, ArmEffect effect, ArmModel logError) {

        /** The same arm with its standard errors. */
        Arm withLogError(ArmModel trees) {
            return new Arm(name, rows, effect, trees);
        }
    }

    private final String version;
    private final String learner;
    private final List<String> features;
    private final String control;
    private final long controlRows;
    private final List<Arm> arms;
    private final List<Category> categories;
    private final List<String> names;
    private final Map<String, Arm> byName = new HashMap<>();
    private final boolean hasErrors;

    /**
     * @param learner name of the learner, such as {@code t-learner}
     * @param control name of the control arm
     * @param controlRows rows of control that the model was fitted on
     * @param arms one or more, none twice and none of the control's name
     * @param categories how text columns became features; empty if there were none
     * @throws IllegalArgumentException if arms or widths do not fit together
     */
    public TreeCateModel(
            String version,
            String learner,
            List<String> features,
            String control,
            long controlRows,
            List<Arm> arms,
            List<Category> categories) {
        this.version = version;
        this.learner = learner;
        this.features = List.copyOf(features);
        this.control = control;
        this.controlRows = controlRows;
        this.arms = List.copyOf(arms);
        this.categories = List.copyOf(categories);
        this.names = arms.stream().map(Arm::name).toList();
        this.hasErrors = arms.stream().allMatch(arm -> arm.logError() != null);
        if (arms.isEmpty()) {
            throw new IllegalArgumentException("there is no arm beside control");
        }
        for (Arm arm : arms) {
            arm.effect().parts().forEach(this::checkWidth);
            if (arm.logError() != null) {
                checkWidth(arm.logError());
            }
            if (arm.name().equals(control) || byName.put(arm.name(), arm) != null) {
                throw new IllegalArgumentException("arm '" + arm.name() + "' is there twice");
            }
        }
    }

    private void checkWidth(ArmModel model) {
        model.ensembles().forEach(ensemble -> {
            if (ensemble.features() != features.size()) {
                throw new IllegalArgumentException("the trees of arm '" + model.name() + "' see " + ensemble.features()
                        + " features, the model names " + features.size());
            }
        });
    }

    /** The same model with how its text columns became features. */
    public TreeCateModel withCategories(List<Category> encoded) {
        return new TreeCateModel(version, learner, features, control, controlRows, arms, encoded);
    }

    /** The same model with standard errors, one ensemble for each arm. */
    public TreeCateModel withLogErrors(List<ArmModel> logErrors) {
        List<Arm> withErrors = new ArrayList<>();
        for (int arm = 0; arm < arms.size(); arm++) {
            withErrors.add(arms.get(arm).withLogError(logErrors.get(arm)));
        }
        return new TreeCateModel(version, learner, features, control, controlRows, withErrors, categories);
    }

    @Override
    public String version() {
        return version;
    }

    /** The name of the learner that it comes from. */
    public String learner() {
        return learner;
    }

    @Override
    public List<String> features() {
        return features;
    }

    /** The name of the control arm. */
    public String control() {
        return control;
    }

    @Override
    public List<String> arms() {
        return names;
    }

    /** Rows of control that the model was fitted on. */
    public long controlRows() {
        return controlRows;
    }

    /** The arms with their trees, in the order of {@link #arms}. */
    public List<Arm> treatments() {
        return arms;
    }

    /** How text columns became features. */
    public List<Category> categories() {
        return categories;
    }

    @Override
    public double cate(double[] row, String arm) {
        return arm(row, arm).effect().of(row);
    }

    @Override
    public double[][] cates(double[] rows) {
        BatchScores scores = batch(rows);
        return forEachArm(arm -> arm.effect().of(scores));
    }

    @Override
    public boolean hasStandardErrors() {
        return hasErrors;
    }

    @Override
    public double standardError(double[] row, String arm) {
        Arm known = arm(row, arm);
        return known.logError() == null ? Double.NaN : error(known.logError().expected(row));
    }

    @Override
    public double[][] standardErrors(double[] rows) {
        if (!hasErrors) {
            return CateModel.super.standardErrors(rows);
        }
        BatchScores scores = batch(rows);
        return forEachArm(arm -> {
            double[] errors = scores.of(arm.logError()).clone();
            for (int row = 0; row < errors.length; row++) {
                errors[row] = error(errors[row]);
            }
            return errors;
        });
    }

    private static double error(double logError) {
        return Math.exp(Math.max(-FAR, Math.min(FAR, logError)));
    }

    private BatchScores batch(double[] rows) {
        return new BatchScores(rows, rows.length / features.size());
    }

    private double[][] forEachArm(Function<Arm, double[]> scored) {
        double[][] byArm = new double[arms.size()][];
        for (int arm = 0; arm < byArm.length; arm++) {
            byArm[arm] = scored.apply(arms.get(arm));
        }
        return byArm;
    }

    private Arm arm(double[] row, String arm) {
        Arm known = byName.get(arm);
        if (known == null) {
            throw new IllegalArgumentException("arm '" + arm + "' is not in the model; it has " + names);
        }
        if (row.length != features.size()) {
            throw new IllegalArgumentException("a row of " + row.length + " values where the model sees " + features);
        }
        return known;
    }
}
