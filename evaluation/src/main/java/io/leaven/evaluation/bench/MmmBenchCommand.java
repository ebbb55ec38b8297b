package io.leaven.evaluation.bench;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.Metric;
import io.leaven.causal.mcmc.SamplerSettings;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.MediaMixFit;
import io.leaven.causal.mmm.MediaMixModel;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.MediaMixSpec;
import io.leaven.evaluation.bakery.BakeryMedia;
import io.leaven.generator.world.MediaProfile;
import io.leaven.schemas.MediaSpend;
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
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench mmm}: effective draws a second of the media mix model, against Stan on the same data and one core. */
@Command(
        name = "mmm",
        description = {
            "Smallest bulk ESS a second, over warm-up and sampling of 4 x (1000 + 1000), of the bakery's media mix model:"
                    + " ours on one core against Stan's vectorised model on one core.",
            "The peer needs R with rstan (Debian: r-cran-rstan, r-cran-bh, r-cran-rcppeigen); its compilation does not count."
        })
final class MmmBenchCommand implements Callable<Integer> {

    private static final Peer STAN = new Peer(
            "Rscript", "mmm_stan.R", "R with rstan: Debian's packages r-cran-rstan, r-cran-bh and r-cran-rcppeigen");

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            defaultValue = "2",
            description = "Rounds of each side, after a warm-up of ours. Default: ${DEFAULT-VALUE}")
    private int rounds;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /** One fit of one side. */
    private record Run(double seconds, double leastEss, double leapfrogs, double divergences) {

        double perSecond() {
            return leastEss / seconds;
        }
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        MediaProfile bakery = MediaProfile.standard();
        List<MediaSpend> weeks = BakeryMedia.weeks(bakery, seed);
        MediaMixData data = BakeryMedia.data(bakery, weeks);
        double mean = Arrays.stream(data.outcome()).average().orElseThrow();
        MediaMixSpec model = BakeryMedia.spec(bakery, "normal(" + mean + ",5)");
        PrintWriter err = spec.commandLine().getErr();
        List<Run> ours = new ArrayList<>();
        List<Run> stans = new ArrayList<>();
        Path file = write(data);
        try {
            ours(data, model, Metric.DENSE, seed);
            for (int round = 0; round < rounds; round++) {
                ours.add(ours(data, model, Metric.DENSE, seed + round));
                stans.add(stan(file, seed + round));
                err.printf(
                        Locale.ROOT,
                        "bench: mmm round %d: %.1f ESS/s against %.1f%n",
                        round + 1,
                        ours.get(round).perSecond(),
                        stans.get(round).perSecond());
            }
        } finally {
            Files.deleteIfExists(file);
        }
        print(ours, stans);
        return 0;
    }

    private static Run ours(MediaMixData data, MediaMixSpec model, Metric metric, long seed) {
        SamplerSettings settings = SamplerSettings.defaults()
                .withSeed(seed)
                .withThreads(1)
                .withMetric(metric)
                .withTargetAcceptance(.9);
        MediaMixPosterior posterior =
                MediaMixFit.fit(new MediaMixModel(data, model), settings, ChainObserver.none(), System::nanoTime);
        return new Run(
                posterior.seconds(),
                posterior.convergence().leastEssBulk(),
                (double) posterior.sampled().totalLeapfrogs() / posterior.size(),
                posterior.convergence().divergences());
    }

    private static Run stan(Path file, long seed) throws InterruptedException {
        Map<String, Double> said = STAN.run(List.of(file.toString(), Long.toString(seed)));
        return new Run(
                said.get("seconds"),
                said.get("least_ess_bulk"),
                said.get("leapfrogs_per_draw"),
                said.get("divergences"));
    }

    private static Path write(MediaMixData data) throws IOException {
        StringBuilder csv = new StringBuilder("week," + String.join(",", data.channels()) + ",revenue\n");
        for (int week = 0; week < data.rows(); week++) {
            csv.append(week);
            for (int channel = 0; channel < data.channels().size(); channel++) {
                csv.append(',').append(data.spend(channel)[week]);
            }
            csv.append(',').append(data.outcome()[week]).append('\n');
        }
        return Files.writeString(Files.createTempFile("leaven-mmm", ".csv"), csv);
    }

    private void print(List<Run> ours, List<Run> stans) {
        double own = mean(ours);
        double stan = mean(stans);
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            ObjectNode result = JsonNodeFactory.instance.objectNode();
            result.put("essPerSecond", own).put("stanEssPerSecond", stan).put("ratio", own / stan);
            ours.forEach(run -> result.withArray("seconds").add(run.seconds()));
            stans.forEach(run -> result.withArray("stanSeconds").add(run.seconds()));
            out.println(result.toPrettyString());
        } else {
            out.printf(
                    Locale.ROOT,
                    """
                    leaven  %8.1f ESS/s  (%.2f s, smallest bulk ESS %.0f, %.1f leapfrog steps a draw, %.0f divergences)
                    Stan    %8.1f ESS/s  (%.2f s, smallest bulk ESS %.0f, %.1f leapfrog steps a draw, %.0f divergences)
                    ratio   %8.1f        (needed 4, stretch 8; one core each)
                    """,
                    own,
                    ours.get(0).seconds(),
                    ours.get(0).leastEss(),
                    ours.get(0).leapfrogs(),
                    ours.get(0).divergences(),
                    stan,
                    stans.get(0).seconds(),
                    stans.get(0).leastEss(),
                    stans.get(0).leapfrogs(),
                    stans.get(0).divergences(),
                    own / stan);
        }
        out.flush();
    }

    private static double mean(List<Run> runs) {
        return runs.stream().mapToDouble(Run::perSecond).average().orElse(Double.NaN);
    }
}
