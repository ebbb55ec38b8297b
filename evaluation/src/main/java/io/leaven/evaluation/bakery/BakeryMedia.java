package io.leaven.evaluation.bakery;

import io.leaven.causal.mmm.Adstock;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.MediaMixPriors;
import io.leaven.causal.mmm.MediaMixSpec;
import io.leaven.causal.mmm.OutcomeScale;
import io.leaven.causal.mmm.Period;
import io.leaven.generator.stream.MediaPlan;
import io.leaven.generator.stream.MediaSpendStream;
import io.leaven.generator.world.MediaProfile;
import io.leaven.schemas.MediaSpend;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The bakery's media spend (WORLD.md, data set 1) as a media mix model takes it, and the model that is true of it. */
public final class BakeryMedia {

    public static final int WEEKS = 156;

    private BakeryMedia() {}

    /** The spend and revenue of one simulated bakery. */
    public static List<MediaSpend> weeks(MediaProfile profile, long seed) {
        List<MediaSpend> weeks = new ArrayList<>();
        new MediaSpendStream(new MediaPlan(profile, seed, WEEKS)).forEachRemaining(weeks::add);
        return weeks;
    }

    /** The same as data, weeks numbered from 0. */
    public static MediaMixData data(MediaProfile profile, List<MediaSpend> weeks) {
        List<String> channels =
                profile.channels().stream().map(MediaProfile.Channel::name).toList();
        MediaMixData.Builder rows = new MediaMixData.Builder(channels, List.of());
        for (int week = 0; week < weeks.size(); week++) {
            MediaSpend spend = weeks.get(week);
            rows.add(
                    "week " + week,
                    Period.numbered(week),
                    spend.getRevenue(),
                    channels.stream().mapToDouble(spend.getSpend()::get).toArray(),
                    new double[0]);
        }
        return rows.build();
    }

    /**
     * The paper's model without scaling, with the adstock that the bakery has.
     *
     * @param intercept its prior, such as {@code normal(0,10)}
     */
    public static MediaMixSpec spec(MediaProfile profile, String intercept) {
        return new MediaMixSpec.Builder()
                .adstock(Adstock.windowed(profile.lags()))
                .outcomeScale(OutcomeScale.NONE)
                .priors(MediaMixPriors.PAPER.with(List.of("intercept=" + intercept)))
                .build();
    }

    /** The true value of each parameter of that model. */
    public static Map<String, Double> truth(MediaProfile profile) {
        Map<String, Double> truth = new LinkedHashMap<>();
        truth.put("beta0", profile.intercept());
        for (MediaProfile.Channel channel : profile.channels()) {
            truth.put("beta[" + channel.name() + "]", channel.beta());
            truth.put("lambda[" + channel.name() + "]", channel.carryOver());
            truth.put("a[" + channel.name() + "]", channel.slope());
            truth.put("b[" + channel.name() + "]", channel.half());
        }
        truth.put("sigma", profile.noise());
        return truth;
    }
}
