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
import io.leaven.causal.uplift.BootstrappedLearner;
import io.leaven.causal.uplift.CateModel;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.uplift.TLearner;
import io.leaven.enricher.causal.CausalModels;
import io.leaven.generator.world.MediaProfile;
import io.leaven.generator.world.WorldProfile;

/** The causal models that the bakery's own data give: a T-learner on its experiment, channel weights from its media spend. */
public final class BakeryModels {

    private static final int ROWS_PER_ARM = 20_000;
    private static final int REPLICATES = 20;

    private BakeryModels() {}

    /** Fits both: some seconds. */
    public static CausalModels fit(WorldProfile world, long seed) {
        CateModel uplift = new BootstrappedLearner(
                        new TLearner(LearnerSettings.SHALLOW), LearnerSettings.SHALLOW, REPLICATES)
                .fit(BakeryExperiment.data(world, ROWS_PER_ARM, seed), "uplift-" + seed, arm -> {});
        MediaProfile media = MediaProfile.standard();
        MediaMixData weeks = BakeryMedia.data(media, BakeryMedia.weeks(media, seed));
        MediaMixPosterior posterior = MediaMixFit.fit(
                new MediaMixModel(weeks, BakeryMedia.spec(media, "normal(0,10)")),
                SamplerSettings.defaults().withSeed(seed),
                ChainObserver.none(),
                System::nanoTime);
        try {
            return CausalModels.of(
                    uplift,
                    new ChannelWeights("media-mix-" + seed, Roas.of(posterior).weights()));
        } catch (InvalidModelException e) {
            throw new IllegalStateException("a model of the bakery's own features is refused", e);
        }
    }
}
