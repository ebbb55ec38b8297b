package io.leaven.causal.uplift;

import io.leaven.causal.boosting.Objective;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Adds standard errors to the models of a learner, by the bootstrap (Efron 1979): the learner is fitted again and again to units
 * drawn with replacement (each unit as often as a Poisson number of mean 1 says, with all of its rows), and the standard deviation
 * of a row's effects over those fits is its error.
 *
 * <p>The fits themselves are not kept: trees are grown on the logarithm of the errors, and the model carries those. It stays small
 * whatever the number of replicates, one ensemble for each arm, and the trees smooth the errors' own noise, which is 1 / sqrt(2
 * (replicates - 1)) of each.
 */
public final class BootstrappedLearner implements UpliftLearner {

    /** Errors are computed for so many rows of the training data, evenly spread. */
    private static final int MAX_ROWS = 20_000;

    /** No error counts as smaller than this share of the arm's mean one: a logarithm needs a floor. */
    private static final double FLOOR = 1e-3;

    private static final long SALT = 0xb007L;

    private final UpliftLearner learner;
    private final LearnerSettings settings;
    private final int replicates;

    /** @param replicates fits of the bootstrap, 2 or more */
    public BootstrappedLearner(UpliftLearner learner, LearnerSettings settings, int replicates) {
        if (replicates < 2) {
            throw new IllegalArgumentException("replicates is " + replicates + " but must be 2 or more");
        }
        this.learner = learner;
        this.settings = settings;
        this.replicates = replicates;
    }

    @Override
    public String name() {
        return learner.name();
    }

    /** {@inheritDoc} Also tells of each replicate. */
    @Override
    public TreeCateModel fit(ExperimentData data, String version, Consumer<String> fitted) {
        TreeCateModel model = learner.fit(data, version, fitted);
        int step = Math.max(1, (data.rows() + MAX_ROWS - 1) / MAX_ROWS);
        ExperimentData some = data.where(row -> row % step == 0);
        double[][] errors =
                errors(data, some.values(), some.rows(), model.arms().size(), fitted);
        List<ArmModel> logErrors = new ArrayList<>();
        for (int arm = 0; arm < errors.length; arm++) {
            logErrors.add(logError(some, model.arms().get(arm), errors[arm]));
        }
        return model.withLogErrors(logErrors);
    }

    /** By arm and row, over the replicates (Welford's recurrence). */
    private double[][] errors(ExperimentData data, double[] rows, int count, int arms, Consumer<String> fitted) {
        double[][] mean = new double[arms][count];
        double[][] squares = new double[arms][count];
        SplittableRandom random = new SplittableRandom(settings.trees().seed() ^ SALT);
        for (int replicate = 1; replicate <= replicates; replicate++) {
            double[][] cates =
                    learner.fit(resampled(data, random), "replicate", arm -> {}).cates(rows);
            for (int arm = 0; arm < arms; arm++) {
                for (int row = 0; row < count; row++) {
                    double off = cates[arm][row] - mean[arm][row];
                    mean[arm][row] += off / replicate;
                    squares[arm][row] += off * (cates[arm][row] - mean[arm][row]);
                }
            }
            fitted.accept("replicate " + replicate);
        }
        for (double[] ofArm : squares) {
            for (int row = 0; row < count; row++) {
                ofArm[row] = Math.sqrt(ofArm[row] / (replicates - 1));
            }
        }
        return squares;
    }

    private ArmModel logError(ExperimentData rows, String arm, double[] errors) {
        double mean = 0;
        for (double error : errors) {
            mean += error / errors.length;
        }
        double floor = Math.max(FLOOR * mean, Double.MIN_NORMAL);
        LearnerSettings all = settings.withPatience(0);
        return new ArmModel(
                arm,
                rows.rows(),
                List.of(new TreeFitter(all)
                        .fit(
                                rows,
                                IntStream.range(0, rows.rows()).toArray(),
                                row -> Math.log(Math.max(floor, errors[row])),
                                Objective.SQUARED_ERROR)));
    }

    /** Rows of one unit stand together. A draw that leaves an arm without rows is drawn again. */
    private static ExperimentData resampled(ExperimentData data, SplittableRandom random) {
        while (true) {
            int[] drawn = new int[data.rows() + 16];
            int size = 0;
            int times = 0;
            for (int row = 0; row < data.rows(); row++) {
                times = row > 0 && data.unit(row) == data.unit(row - 1) ? times : poisson(random);
                if (size + times > drawn.length) {
                    drawn = Arrays.copyOf(drawn, drawn.length * 2);
                }
                for (int i = 0; i < times; i++) {
                    drawn[size++] = row;
                }
            }
            ExperimentData sample = data.at(Arrays.copyOf(drawn, size));
            boolean whole = IntStream.range(0, data.arms().size()).allMatch(arm -> sample.rowsOf(arm).length > 0);
            if (whole) {
                return sample;
            }
        }
    }

    /** Mean 1, by multiplying uniforms (Knuth). */
    private static int poisson(SplittableRandom random) {
        int count = 0;
        double product = random.nextDouble();
        while (product > 1 / Math.E) {
            product *= random.nextDouble();
            count++;
        }
        return count;
    }
}
