package io.leaven.evaluation.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.app.UserError;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.replay.Batch;
import io.leaven.trainer.replay.ReplayMemory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.commons.rng.UniformRandomProvider;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench dqn}: gradient steps a second, against PyTorch called from Python; or whether memory stays flat. */
@Command(
        name = "dqn",
        description = {
            "Gradient steps a second of the paper's DQN, against PyTorch called from Python: same network, same transitions, one"
                    + " thread each, in turns. A step samples a batch from a replay memory of 100,000 transitions, scores the next"
                    + " states under their masks, takes the gradient and moves by Adam.",
            "With --soak instead: so many steps in one go, and whether memory grows in the heap and outside of it (Linux).",
            "The peer needs Debian's packages python3-torch and python3-numpy."
        })
final class DqnBenchCommand implements Callable<Integer> {

    private static final Peer PYTORCH =
            new Peer("/usr/bin/python3", "dqn_torch.py", "Debian's packages python3-torch and python3-numpy");

    private static final NetworkSpec PAPER = NetworkSpec.of(8, 24, 24, 10);
    private static final List<Race> RACES = List.of(
            new Race(new DqnWorkload(PAPER, 50), 1.5),
            new Race(new DqnWorkload(PAPER, 512), 1.2),
            new Race(new DqnWorkload(NetworkSpec.of(12, 128, 128, 10), 256), Double.NaN));

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "5",
            description = "Rounds of each side. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Seconds of each side in a round, after a warm-up of a quarter of it. Default: ${DEFAULT-VALUE}")
    private double seconds;

    @Option(
            names = "--soak",
            paramLabel = "STEPS",
            description = "Make so many steps at batch 50 and watch memory; no peer.")
    private Long soak;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** A comparison and the ratio that it needs; NaN if it is for orientation only. */
    private record Race(DqnWorkload work, double needed) {}

    /**
     * What was measured: medians over the rounds.
     *
     * @param ratio median of the rounds' ratios
     * @param lossGap between both sides after the same steps, relative: they must have done the same
     */
    private record Result(Race race, double ours, double peer, double ratio, double lossGap) {}

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (rounds < 1) {
            throw new UserError("--rounds " + rounds + " is not 1 or more");
        }
        if (!(seconds > 0 && Double.isFinite(seconds))) {
            throw new UserError("--seconds " + seconds + " is not above 0");
        }
        if (soak != null && soak < 1) {
            throw new UserError("--soak " + soak + " is not 1 or more");
        }
        if (soak != null) {
            print(DqnSoak.run(
                    RACES.get(0).work(), soak, seed, spec.commandLine().getErr()));
            return 0;
        }
        List<Result> results = new ArrayList<>();
        for (Race race : RACES) {
            results.add(run(race));
        }
        print(results);
        return 0;
    }

    private Result run(Race race) throws IOException, InterruptedException {
        DqnWorkload work = race.work();
        Batch all = work.transitions(seed);
        ReplayMemory memory = work.memory(all);
        Batch room = work.room();
        UniformRandomProvider random = DqnWorkload.random(seed);
        double[] ours = new double[rounds];
        double[] peers = new double[rounds];
        double[] ratios = new double[rounds];
        double loss = work.sameSteps(all, seed);
        double gap = 0;
        Path file = work.write(all, seed);
        try (DqnLearner learner = work.learner(seed)) {
            for (int round = 0; round < rounds; round++) {
                DqnWorkload.perSecond(learner, memory, random, room, seconds / 4);
                ours[round] = DqnWorkload.perSecond(learner, memory, random, room, seconds);
                Map<String, Double> said = PYTORCH.run(arguments(work, file));
                peers[round] = said.get("steps_per_second");
                ratios[round] = ours[round] / peers[round];
                gap = Math.max(gap, Math.abs(said.get("loss") - loss) / loss);
                PrintWriter err = spec.commandLine().getErr();
                err.printf(
                        Locale.ROOT,
                        "bench: dqn %s at batch %d, round %d: %,.0f steps/s against %,.0f%n",
                        work.layers().replace(',', '-'),
                        work.batch(),
                        round + 1,
                        ours[round],
                        peers[round]);
                err.flush();
            }
        } finally {
            Files.deleteIfExists(file);
        }
        return new Result(race, median(ours), median(peers), median(ratios), gap);
    }

    private List<String> arguments(DqnWorkload work, Path file) {
        return List.of(
                file.toString(),
                Integer.toString(DqnWorkload.TRANSITIONS),
                work.layers(),
                Integer.toString(work.batch()),
                Double.toString(DqnWorkload.GAMMA),
                Double.toString(DqnWorkload.RATE),
                Integer.toString(DqnWorkload.SAME_STEPS),
                Double.toString(seconds));
    }

    private void print(List<Result> results) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            for (Result result : results) {
                ObjectNode race = tree.withArray("races").addObject();
                race.put("network", result.race.work.layers().replace(',', '-'));
                race.put("batch", result.race.work.batch());
                race.put("stepsPerSecond", result.ours).put("peerStepsPerSecond", result.peer);
                race.put("ratio", result.ratio);
                if (!Double.isNaN(result.race.needed)) {
                    race.put("needed", result.race.needed);
                }
                race.put("lossGap", result.lossGap);
            }
            out.println(tree.toPrettyString());
        } else {
            for (Result result : results) {
                out.printf(
                        Locale.ROOT,
                        "%-13s batch %3d  %,8.0f steps/s   PyTorch from Python %,7.0f   ratio %5.2f  (%s)%n",
                        result.race.work.layers().replace(',', '-'),
                        result.race.work.batch(),
                        result.ours,
                        result.peer,
                        result.ratio,
                        Double.isNaN(result.race.needed)
                                ? "for orientation"
                                : String.format(Locale.ROOT, "needed %.1f", result.race.needed));
            }
            out.printf(
                    Locale.ROOT,
                    "after %d same steps the losses of both sides differ by at most %.2g%% (one thread each)%n",
                    DqnWorkload.SAME_STEPS,
                    100 * results.stream().mapToDouble(Result::lossGap).max().orElse(Double.NaN));
        }
        out.flush();
    }

    private void print(DqnSoak.Result result) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode tree = JsonNodeFactory.instance.objectNode();
            tree.put("steps", result.steps()).put("stepsPerSecond", result.stepsPerSecond());
            tree.put("outsideHeapMegabytes", result.end().outside());
            tree.put("outsideHeapMegabytesGrown", result.outsideGrown());
            tree.put("heapMegabytes", result.end().heap());
            tree.put("heapMegabytesGrown", result.heapGrown());
            out.println(tree.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    """
                    %,d gradient steps at %,.0f steps/s; growth from %d%% to 100%% of them, each after a full collection:
                    outside of the heap  %+.2f MiB to %.1f MiB  (needed: flat)
                    heap in use          %+.2f MiB to %.1f MiB  (needed: flat)
                    """,
                    result.steps(),
                    result.stepsPerSecond(),
                    100 / DqnSoak.SETTLED,
                    result.outsideGrown(),
                    result.end().outside(),
                    result.heapGrown(),
                    result.end().heap());
        }
        out.flush();
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
