package io.leaven.evaluation.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.TLearner;
import io.leaven.evaluation.bakery.BakeryExperiment;
import io.leaven.generator.world.WorldProfile;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench uplift}: the T-learner's fit and batch scoring, against XGBoost called from Python on the same rows. */
@Command(
        name = "uplift",
        description = {
            "Seconds that the T-learner takes to fit and to score the bakery's experiment, against the same learner written"
                    + " with XGBoost's Python package: same rows, same settings, the fastest of the rounds. Both may use all processors for the"
                    + " fit and one for scoring.",
            "Then fits and scores again and again, and says whether memory outside of the heap grows (Linux).",
            "The peer needs Debian's packages python3-xgboost and python3-numpy."
        })
final class UpliftBenchCommand implements Callable<Integer> {

    private static final Peer XGBOOST =
            new Peer("/usr/bin/python3", "uplift_xgboost.py", "Debian's packages python3-xgboost and python3-numpy");

    /** The share of repeats after which the process has all the memory that it needs. */
    private static final int SETTLED = 5;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rows-per-arm",
            paramLabel = "N",
            defaultValue = "20000",
            description = "Rows of each of the four arms. Default: ${DEFAULT-VALUE}")
    private int rowsPerArm;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of each side, after a warm-up of ours. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--score",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Customers to score in each repeat, for every arm. Default: ${DEFAULT-VALUE}")
    private int score;

    @Option(
            names = "--repeats",
            paramLabel = "N",
            defaultValue = "100",
            description = "Fits and scorings over which memory is watched. Default: ${DEFAULT-VALUE}")
    private int repeats;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "realistic",
            description = "paper or realistic. Default: ${DEFAULT-VALUE}")
    private String world;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /**
     * What was measured.
     *
     * @param widestGap largest difference of an arm's mean effect between both sides, in dollars: they must have done the same
     * @param scoreSeconds of {@code --score} customers and every arm, the slowest repeat
     * @param megabytesGrown outside of the heap, from when the process had warmed up to the last repeat
     */
    private record Result(
            double fit,
            double peerFit,
            double batch,
            double peerBatch,
            double widestGap,
            double scoreSeconds,
            double megabytesGrown) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        ExperimentData data = BakeryExperiment.data(WorldProfile.named(world), rowsPerArm, seed);
        BoostingSettings trees = BoostingSettings.SHALLOW;
        TLearner learner = new TLearner(trees);
        double[] rows = rows(data, data.rows());
        fastest(rounds, () -> learner.fit(data, "warm-up", arm -> {}).cates(rows));
        double fit = fastest(rounds, () -> learner.fit(data, "bench", arm -> {}));
        CateModel model = learner.fit(data, "bench", arm -> {});
        double batch = fastest(rounds, () -> model.cates(rows));
        Map<String, Double> peer = peer(data, trees);
        double gap = 0;
        double[][] effects = model.cates(rows);
        for (int arm = 0; arm < effects.length; arm++) {
            double mean = Arrays.stream(effects[arm]).average().orElseThrow();
            gap = Math.max(gap, Math.abs(mean - peer.get("mean_effect_" + arm)));
        }
        Result result = soak(
                learner, data, new Result(fit, peer.get("fit_seconds"), batch, peer.get("score_seconds"), gap, 0, 0));
        print(result);
        return 0;
    }

    private Map<String, Double> peer(ExperimentData data, BoostingSettings trees)
            throws IOException, InterruptedException {
        Path file = Files.createTempFile("leaven-uplift", ".bin");
        try {
            Files.write(file, floats(data));
            List<String> arguments = new ArrayList<>(List.of(
                    file.toString(),
                    Integer.toString(data.rows()),
                    Integer.toString(data.features().size()),
                    Integer.toString(data.arms().size()),
                    Integer.toString(rounds)));
            arguments.addAll(List.of(
                    "objective=reg:squarederror",
                    "tree_method=hist",
                    "rounds=" + trees.rounds(),
                    "max_depth=" + trees.depth(),
                    "eta=" + trees.eta(),
                    "min_child_weight=" + trees.minChildWeight(),
                    "subsample=" + trees.subsample(),
                    "lambda=" + trees.lambda(),
                    "seed=" + trees.seed()));
            return XGBOOST.run(arguments);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    /** Fits and scores again and again. */
    private Result soak(TLearner learner, ExperimentData data, Result so) {
        PrintWriter err = spec.commandLine().getErr();
        double[] rows = rows(data, score);
        double slowest = 0;
        double settled = 0;
        double last = 0;
        for (int repeat = 1; repeat <= repeats; repeat++) {
            CateModel model = learner.fit(data, "soak", arm -> {});
            slowest = Math.max(slowest, seconds(() -> model.cates(rows)));
            last = ProcessMemory.outsideHeapMegabytes();
            if (repeat == Math.max(1, repeats / SETTLED)) {
                settled = last;
            }
            if (repeat % Math.max(1, repeats / 10) == 0) {
                err.printf(Locale.ROOT, "bench: repeat %d of %d%n", repeat, repeats);
                err.flush();
            }
        }
        return new Result(so.fit, so.peerFit, so.batch, so.peerBatch, so.widestGap, slowest, last - settled);
    }

    /** So many rows, those of the experiment over and over. */
    private static double[] rows(ExperimentData data, int count) {
        int columns = data.features().size();
        double[] rows = new double[count * columns];
        for (int row = 0; row < count; row++) {
            for (int column = 0; column < columns; column++) {
                rows[row * columns + column] = data.value(row % data.rows(), column);
            }
        }
        return rows;
    }

    private static byte[] floats(ExperimentData data) {
        int columns = data.features().size();
        ByteBuffer bytes =
                ByteBuffer.allocate(Float.BYTES * data.rows() * (columns + 2)).order(ByteOrder.LITTLE_ENDIAN);
        for (int row = 0; row < data.rows(); row++) {
            for (int column = 0; column < columns; column++) {
                bytes.putFloat((float) data.value(row, column));
            }
            bytes.putFloat(data.arm(row)).putFloat((float) data.outcome(row));
        }
        return bytes.array();
    }

    private static double fastest(int rounds, Runnable work) {
        double fastest = Double.POSITIVE_INFINITY;
        for (int round = 0; round < rounds; round++) {
            fastest = Math.min(fastest, seconds(work));
        }
        return fastest;
    }

    private static double seconds(Runnable work) {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / 1e9;
    }

    private void print(Result result) {
        PrintWriter out = spec.commandLine().getOut();
        double fitRatio = result.fit / result.peerFit;
        double batchRatio = result.batch / result.peerBatch;
        if (json) {
            ObjectNode tree = new ObjectMapper().createObjectNode();
            tree.put("fitSeconds", result.fit)
                    .put("peerFitSeconds", result.peerFit)
                    .put("fitRatio", fitRatio);
            tree.put("batchSeconds", result.batch)
                    .put("peerBatchSeconds", result.peerBatch)
                    .put("batchRatio", batchRatio);
            tree.put("widestGapOfMeans", result.widestGap).put("scored", score).put("repeats", repeats);
            tree.put("scoreSeconds", result.scoreSeconds);
            tree.put("megabytesGrown", result.megabytesGrown);
            out.println(tree.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    """
                    fit      %6.3f s   XGBoost from Python %6.3f s   ratio %.2f  (at most 1.2; %,d rows an arm)
                    scoring  %6.3f s   XGBoost from Python %6.3f s   ratio %.2f  (at most 1.2; all rows, all arms)
                    mean effects differ by at most $%.3f
                    %,d customers scored for all arms in %.2f s at most (needed: 10 s)
                    outside of the heap memory grew by %.1f MiB from repeat %d to repeat %d
                    """,
                    result.fit,
                    result.peerFit,
                    fitRatio,
                    rowsPerArm,
                    result.batch,
                    result.peerBatch,
                    batchRatio,
                    result.widestGap,
                    score,
                    result.scoreSeconds,
                    result.megabytesGrown,
                    Math.max(1, repeats / SETTLED),
                    repeats);
        }
        out.flush();
    }
}
