package io.leaven.causal.mmm;

import io.leaven.causal.mcmc.ChainObserver;
import io.leaven.causal.mcmc.Chains;
import io.leaven.causal.mcmc.Draws;
import io.leaven.causal.mcmc.SamplerSettings;
import java.util.SplittableRandom;
import java.util.function.LongSupplier;

/** Samples the posterior of a media mix model: the No-U-Turn sampler for what is not linear, exact draws for the rest. */
public final class MediaMixFit {

    private MediaMixFit() {}

    /**
     * Fits. The same model and settings give the same draws.
     *
     * @param observer hears of each iteration and may stop it
     * @param nanoTime clock in nanoseconds, for {@link MediaMixPosterior#seconds}
     * @throws java.util.concurrent.CancellationException if the observer stopped it
     */
    public static MediaMixPosterior fit(
            MediaMixModel model, SamplerSettings settings, ChainObserver observer, LongSupplier nanoTime) {
        long started = nanoTime.getAsLong();
        Draws sampled = Chains.sample(model::density, settings, observer, nanoTime);
        double[][][] draws = new double[model.parameters().size()][sampled.chains()][sampled.draws()];
        MediaMixDensity workspace = model.density();
        SplittableRandom random = new SplittableRandom(settings.seed());
        for (int chain = 0; chain < sampled.chains(); chain++) {
            for (int draw = 0; draw < sampled.draws(); draw++) {
                double[] all = model.complete(workspace, sampled.position(chain, draw), random);
                for (int parameter = 0; parameter < all.length; parameter++) {
                    draws[parameter][chain][draw] = all[parameter];
                }
            }
        }
        return new MediaMixPosterior(model, settings, sampled, draws, (nanoTime.getAsLong() - started) * 1e-9);
    }
}
