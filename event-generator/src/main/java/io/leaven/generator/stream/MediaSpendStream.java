package io.leaven.generator.stream;

import io.leaven.generator.world.CounterRandom;
import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.MediaResponse;
import io.leaven.schemas.MediaSpend;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.TreeMap;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Weeks of advertising and revenue. A channel's spend is a season times a Gamma number, 0 in idle weeks, and is divided by
 * its maximum; revenue is what {@link MediaResponse} expects and normal noise. Not thread-safe.
 */
public final class MediaSpendStream implements Iterator<MediaSpend> {

    private final MediaProfile profile;
    private final double[][] spend;
    private final double[] revenue;
    private int week;

    public MediaSpendStream(MediaPlan plan) {
        this.profile = plan.profile();
        UniformRandomProvider random =
                RandomSource.XO_SHI_RO_256_PP.create(CounterRandom.derive(plan.seed(), "media-spend"));
        this.spend = new double[profile.channels().size()][];
        for (int channel = 0; channel < spend.length; channel++) {
            spend[channel] = spend(profile, plan.weeks(), random);
        }
        this.revenue = new MediaResponse(profile).expectedRevenue(spend);
        ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        for (int t = 0; t < revenue.length; t++) {
            revenue[t] += profile.noise() * normal.sample();
        }
    }

    private static double[] spend(MediaProfile profile, int weeks, UniformRandomProvider random) {
        ContinuousSampler gamma =
                AhrensDieterMarsagliaTsangGammaSampler.of(random, profile.spendShape(), profile.spendScale());
        double phase = random.nextDouble();
        double[] spend = new double[weeks];
        for (int t = 0; t < weeks; t++) {
            double season =
                    1 + profile.seasonAmplitude() * Math.sin(2 * Math.PI * (t / profile.weeksPerYear() + phase));
            double amount = gamma.sample();
            spend[t] = random.nextDouble() < profile.activeShare() ? season * amount : 0;
        }
        double most = Arrays.stream(spend).max().orElseThrow();
        return most == 0
                ? spend
                : Arrays.stream(spend).map(amount -> amount / most).toArray();
    }

    @Override
    public boolean hasNext() {
        return week < revenue.length;
    }

    @Override
    public MediaSpend next() {
        if (!hasNext()) {
            throw new NoSuchElementException("there is no further week");
        }
        Map<String, Double> byChannel = new TreeMap<>();
        for (int channel = 0; channel < spend.length; channel++) {
            byChannel.put(profile.channels().get(channel).name(), spend[channel][week]);
        }
        LocalDate start = profile.firstWeek().plusWeeks(week);
        double earned = revenue[week];
        week++;
        return new MediaSpend(start.atStartOfDay(ZoneOffset.UTC).toInstant(), byChannel, earned);
    }

    /** The key of a week's record: its first day as an ISO date. */
    public static String key(MediaSpend week) {
        return LocalDate.ofInstant(week.getPeriodStart(), ZoneOffset.UTC).toString();
    }
}
