package io.leaven.evaluation.bakery;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.SamplerSettings;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.MediaMixFit;
import io.leaven.causal.mmm.MediaMixModel;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.Roas;
import io.leaven.causal.model.ChannelWeights;
import io.leaven.causal.model.InvalidModelException;
import io.leaven.causal.uplift.ExperimentData;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.uplift.TLearner;
import io.leaven.enricher.causal.CausalModels;
import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.WorldProfile;
import java.util.EnumMap;
import java.util.Map;

/**
 * The causal models that the bakery's own data give: channel weights from its media spend, and T-learners on its experiment or on its
 * past. Each is fitted when it is first asked for, in some seconds. Safe for use by several threads.
 */
public final class BakeryModels {

    private static final int ROWS_PER_ARM = 20_000;
    private static final int HISTORY_STEPS = 50;

    private final WorldProfile world;
    private final long seed;
    private final Map<UpliftOrigin, CausalModels> fitted = new EnumMap<>(UpliftOrigin.class);
    private ChannelWeights weights;

    /** @param seed of the data, and of what is random in fitting */
    public BakeryModels(WorldProfile world, long seed) {
        this.world = world;
        this.seed = seed;
    }

    /** The channel weights, and the uplift that some data tell of. */
    public synchronized CausalModels by(UpliftOrigin origin) {
        return fitted.computeIfAbsent(origin, this::fit);
    }

    private CausalModels fit(UpliftOrigin origin) {
        ExperimentData data = origin == UpliftOrigin.EXPERIMENT
                ? BakeryExperiment.data(world, ROWS_PER_ARM, seed)
                : BakeryHistory.data(world, origin.features(), HISTORY_STEPS, seed);
        try {
            return CausalModels.of(
                    new TLearner(LearnerSettings.SHALLOW).fit(data, "uplift-" + seed, arm -> {}), weights());
        } catch (InvalidModelException e) {
            throw new IllegalStateException("a model of the bakery's own features is refused", e);
        }
    }

    private ChannelWeights weights() {
        if (weights == null) {
            MediaProfile media = MediaProfile.standard();
            MediaMixData weeks = BakeryMedia.data(media, BakeryMedia.weeks(media, seed));
            MediaMixPosterior posterior = MediaMixFit.fit(
                    new MediaMixModel(weeks, BakeryMedia.spec(media, "normal(0,10)")),
                    SamplerSettings.defaults().withSeed(seed),
                    ChainObserver.none(),
                    System::nanoTime);
            weights = new ChannelWeights("media-mix-" + seed, Roas.of(posterior).weights());
        }
        return weights;
    }
}
