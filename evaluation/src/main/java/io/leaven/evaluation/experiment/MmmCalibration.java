package io.leaven.evaluation.experiment;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.Metric;
import io.leaven.causal.mcmc.SamplerSettings;
import io.leaven.causal.mmm.MediaMixFit;
import io.leaven.causal.mmm.MediaMixModel;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.evaluation.bakery.BakeryMedia;
import io.leaven.generator.world.MediaProfile;
import io.leaven.schemas.MediaSpend;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.IntConsumer;
import org.hipparchus.distribution.continuous.BetaDistribution;
import org.hipparchus.distribution.continuous.ChiSquaredDistribution;
import org.hipparchus.distribution.continuous.GammaDistribution;

/**
 * Whether the media mix model's posterior is what it says it is, on simulated data whose parameters are known. Revenue comes
 * from the simulated world's own code, not from the model.
 *
 * <ul>
 *   <li>{@link #recovery}: data of the bakery's true parameters; a 95% interval should hold the truth about 95 times in 100.
 *   <li>{@link #simulationBased}: parameters drawn from the prior. Then the truth's rank among posterior draws is uniform,
 *       exactly (Talts et al. 2018, "Validating Bayesian inference algorithms with simulation-based calibration").
 * </ul>
 */
final class MmmCalibration {

    private static final double TAIL = .025;
    private static final int RANKS = 100;
    private static final int BINS = 10;

    private final long seed;

    MmmCalibration(long seed) {
        this.seed = seed;
    }

    /**
     * How often the truth was inside.
     *
     * @param datasets that were fitted
     * @param inside by parameter: of how many data sets the 95% interval held the truth
     * @param converged fits without a complaint
     */
    record Recovery(int datasets, Map<String, Integer> inside, int converged) {

        /** Over all parameters and data sets. */
        double share() {
            return inside.values().stream().mapToInt(i -> i).sum() / (double) (datasets * inside.size());
        }
    }

    Recovery recovery(int datasets, IntConsumer progress) {
        MediaProfile bakery = MediaProfile.standard();
        Map<String, Double> truth = BakeryMedia.truth(bakery);
        Map<String, Integer> inside = new LinkedHashMap<>();
        truth.keySet().forEach(name -> inside.put(name, 0));
        int converged = 0;
        for (int i = 0; i < datasets; i++) {
            MediaMixPosterior posterior = fit(bakery, seed + i, 1_000);
            converged += posterior.convergence().good() ? 1 : 0;
            truth.forEach((name, value) -> {
                double[] draws = sorted(posterior, name);
                boolean held = value >= quantile(draws, TAIL) && value <= quantile(draws, 1 - TAIL);
                inside.merge(name, held ? 1 : 0, Integer::sum);
            });
            progress.accept(i + 1);
        }
        return new Recovery(datasets, inside, converged);
    }

    /**
     * Where the truth ranked.
     *
     * @param datasets that were fitted
     * @param counts by parameter: how often the truth's rank fell into each tenth
     */
    record Ranks(int datasets, Map<String, int[]> counts) {

        /** p-value of a chi-square test of uniform ranks; small ones tell of a wrong posterior. */
        double pValue(String parameter) {
            double expected = (double) datasets / BINS;
            double statistic = Arrays.stream(counts.get(parameter))
                    .mapToDouble(count -> (count - expected) * (count - expected) / expected)
                    .sum();
            return 1 - new ChiSquaredDistribution(BINS - 1).cumulativeProbability(statistic);
        }
    }

    Ranks simulationBased(int datasets, IntConsumer progress) {
        Map<String, int[]> counts = new LinkedHashMap<>();
        BakeryMedia.truth(MediaProfile.standard()).keySet().forEach(name -> counts.put(name, new int[BINS]));
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < datasets; i++) {
            MediaProfile drawn = fromPrior(random);
            MediaMixPosterior posterior = fit(drawn, random.nextLong(), 500);
            BakeryMedia.truth(drawn).forEach((name, value) -> counts.get(name)[rank(posterior, name, value)]++);
            progress.accept(i + 1);
        }
        return new Ranks(datasets, counts);
    }

    /** The tenth that the truth's rank falls into, among draws thinned so that they are as good as independent. */
    private static int rank(MediaMixPosterior posterior, String name, double value) {
        double[] draws = Arrays.stream(posterior.draws(name))
                .flatMapToDouble(Arrays::stream)
                .toArray();
        int below = 0;
        int step = draws.length / (RANKS - 1);
        for (int i = 0; i < RANKS - 1; i++) {
            below += draws[i * step] < value ? 1 : 0;
        }
        return below * BINS / RANKS;
    }

    private static MediaProfile fromPrior(SplittableRandom random) {
        MediaProfile bakery = MediaProfile.standard();
        BetaDistribution beta = new BetaDistribution(2, 2);
        GammaDistribution gamma = new GammaDistribution(3, .5);
        return new MediaProfile(
                bakery.firstWeek(),
                10 * random.nextGaussian(),
                Math.abs(random.nextGaussian()),
                bakery.seasonAmplitude(),
                bakery.weeksPerYear(),
                bakery.spendShape(),
                bakery.spendScale(),
                bakery.activeShare(),
                bakery.lags(),
                bakery.channels().stream()
                        .map(channel -> new MediaProfile.Channel(
                                channel.name(),
                                5 + 3 * random.nextGaussian(),
                                beta.inverseCumulativeProbability(random.nextDouble()),
                                gamma.inverseCumulativeProbability(random.nextDouble()),
                                beta.inverseCumulativeProbability(random.nextDouble())))
                        .toList());
    }

    private static MediaMixPosterior fit(MediaProfile profile, long seed, int draws) {
        List<MediaSpend> weeks = BakeryMedia.weeks(profile, seed);
        SamplerSettings settings = SamplerSettings.defaults()
                .withSeed(seed)
                .withDraws(draws)
                .withMetric(Metric.DENSE)
                .withTargetAcceptance(.9);
        return MediaMixFit.fit(
                new MediaMixModel(BakeryMedia.data(profile, weeks), BakeryMedia.spec(profile, "normal(0,10)")),
                settings,
                ChainObserver.none(),
                System::nanoTime);
    }

    private static double[] sorted(MediaMixPosterior posterior, String name) {
        return Arrays.stream(posterior.draws(name))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
    }

    private static double quantile(double[] sorted, double probability) {
        return sorted[(int) Math.round((sorted.length - 1) * probability)];
    }
}
