package io.leaven.causal.uplift;

import io.leaven.causal.boosting.BoostedTrees;
import io.leaven.causal.boosting.Objective;
import io.leaven.causal.boosting.TrainingRows;
import io.leaven.causal.boosting.TreeEnsemble;
import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.function.IntToDoubleFunction;

/** Grows trees on rows of an experiment, with the floor and the early stopping of {@link LearnerSettings}. */
final class TreeFitter {

    /** With fewer rows on either side the loss is too noisy to stop by. */
    private static final int MIN_VALIDATION_ROWS = 100;

    /** Sets the rows that stop the growth apart from those of other splits by the same seed. */
    private static final long SALT = 0x5eedL;

    private final LearnerSettings settings;

    TreeFitter(LearnerSettings settings) {
        this.settings = settings;
    }

    /** What an outcome asks for: logistic trees where it is 0 or 1. */
    static Objective objective(ExperimentData data) {
        return data.isBinary() ? Objective.LOGISTIC : Objective.SQUARED_ERROR;
    }

    /**
     * Fits a target that is known for some rows.
     *
     * @param rows of the data, at least one
     * @param target of a row of the data
     */
    TreeEnsemble fit(ExperimentData data, int[] rows, IntToDoubleFunction target, Objective objective) {
        return fit(data, rows, target, objective, false);
    }

    /** The same where the trees also see which arm a row is of: one more column for each treatment, 1 for its rows. */
    TreeEnsemble fitWithArms(ExperimentData data, int[] rows, IntToDoubleFunction target, Objective objective) {
        return fit(data, rows, target, objective, true);
    }

    private TreeEnsemble fit(
            ExperimentData data, int[] rows, IntToDoubleFunction target, Objective objective, boolean withArms) {
        if (settings.patience() > 0) {
            HeldOutSplit split = new HeldOutSplit(settings.trees().seed() ^ SALT, settings.validationShare());
            IntPredicate heldOut = row -> split.heldOut(data, row);
            int[] kept = Arrays.stream(rows).filter(heldOut.negate()).toArray();
            int[] watched = Arrays.stream(rows).filter(heldOut).toArray();
            if (Math.min(kept.length, watched.length) >= MIN_VALIDATION_ROWS) {
                return trees(kept.length, objective)
                        .train(
                                rows(data, kept, target, withArms),
                                rows(data, watched, target, withArms),
                                settings.patience());
            }
        }
        return trees(rows.length, objective).train(rows(data, rows, target, withArms));
    }

    private BoostedTrees trees(int rows, Objective objective) {
        double seen = settings.trees().subsample() * rows;
        double floor = Math.min(settings.trees().minChildWeight(), settings.minChildShare() * seen);
        return new BoostedTrees(settings.trees().withMinChildWeight(floor), objective);
    }

    private static TrainingRows rows(ExperimentData data, int[] rows, IntToDoubleFunction target, boolean withArms) {
        int features = data.features().size();
        int columns = features + (withArms ? data.arms().size() - 1 : 0);
        float[] x = new float[rows.length * columns];
        float[] y = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int column = 0; column < features; column++) {
                x[i * columns + column] = (float) data.value(rows[i], column);
            }
            if (withArms && data.arm(rows[i]) > 0) {
                x[i * columns + features + data.arm(rows[i]) - 1] = 1;
            }
            y[i] = (float) target.applyAsDouble(rows[i]);
        }
        return new TrainingRows(x, columns, y);
    }
}
