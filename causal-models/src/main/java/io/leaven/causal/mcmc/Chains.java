package io.leaven.causal.mcmc;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Runs several independent chains of the {@link NoUTurnSampler}, in parallel where there are processors, with Stan's warm-up.
 * Chain k uses its own stream of numbers, 2^128 k numbers away from the seed's first, so the draws are the same whatever the
 * number of threads.
 */
public final class Chains {

    private Chains() {}

    /** {@link #sample(Supplier, SamplerSettings, ChainObserver, LongSupplier)} without a clock: times are 0. */
    public static Draws sample(
            Supplier<? extends LogDensity> densities, SamplerSettings settings, ChainObserver observer) {
        return sample(densities, settings, observer, () -> 0);
    }

    /**
     * Samples.
     *
     * @param densities gives each chain its density; asked once a chain, before the first starts
     * @param settings how to sample
     * @param observer hears of each iteration
     * @param nanoTime clock in nanoseconds, for the times in the result
     * @throws IllegalArgumentException if the densities and settings do not fit together
     * @throws SamplingException if a chain finds no starting point, or the density throws
     * @throws CancellationException if the observer or an interrupt stopped the run
     */
    public static Draws sample(
            Supplier<? extends LogDensity> densities,
            SamplerSettings settings,
            ChainObserver observer,
            LongSupplier nanoTime) {
        long started = nanoTime.getAsLong();
        AtomicBoolean stopped = new AtomicBoolean();
        List<Chain> chains = chains(densities, settings, observer, stopped, nanoTime);
        int processors = settings.threads() == 0 ? Runtime.getRuntime().availableProcessors() : settings.threads();
        ExecutorService executor = Executors.newFixedThreadPool(Math.min(processors, chains.size()), task -> {
            Thread thread = new Thread(task, "leaven-chain");
            thread.setDaemon(true);
            return thread;
        });
        try {
            List<ChainDraws> draws = collect(chains, executor, stopped);
            return new Draws(draws, (nanoTime.getAsLong() - started) * 1e-9);
        } finally {
            stopped.set(true);
            executor.shutdown();
        }
    }

    private static List<Chain> chains(
            Supplier<? extends LogDensity> densities,
            SamplerSettings settings,
            ChainObserver observer,
            AtomicBoolean stopped,
            LongSupplier nanoTime) {
        JumpableUniformRandomProvider streams =
                (JumpableUniformRandomProvider) RandomSource.XO_SHI_RO_256_PP.create(settings.seed());
        List<Chain> chains = new ArrayList<>();
        int dimension = 0;
        for (int k = 0; k < settings.chains(); k++) {
            LogDensity density = densities.get();
            if (density.dimension() < 1 || k > 0 && density.dimension() != dimension) {
                throw new IllegalArgumentException("density of chain " + k + " has dimension " + density.dimension()
                        + (k > 0 ? ", that of chain 0 " + dimension : ", at least 1 is needed"));
            }
            dimension = density.dimension();
            if (!settings.inits().isEmpty() && settings.inits().get(k).length != dimension) {
                throw new IllegalArgumentException("starting point of chain " + k + " has "
                        + settings.inits().get(k).length + " coordinates, the density " + dimension);
            }
            UniformRandomProvider stream = streams.jump();
            chains.add(new Chain(k, density, settings, stream, observer, stopped, nanoTime));
        }
        return chains;
    }

    private static List<ChainDraws> collect(List<Chain> chains, ExecutorService executor, AtomicBoolean stopped) {
        CompletionService<ChainDraws> running = new ExecutorCompletionService<>(executor);
        List<Future<ChainDraws>> results = new ArrayList<>();
        for (Chain chain : chains) {
            results.add(running.submit(chain::run));
        }
        List<ChainDraws> draws = new ArrayList<>();
        RuntimeException failure = null;
        try {
            for (int done = 0; done < chains.size(); done++) {
                try {
                    running.take().get();
                } catch (ExecutionException e) {
                    failure = worse(failure, e.getCause());
                }
            }
            if (failure != null) {
                throw failure;
            }
            for (Future<ChainDraws> result : results) {
                draws.add(result.get());
            }
        } catch (InterruptedException e) {
            stopped.set(true);
            Thread.currentThread().interrupt();
            throw new CancellationException("sampling was interrupted");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
        return draws;
    }

    /** The first counts, but a failure counts more than a stop: it may have brought that stop to the others. */
    private static RuntimeException worse(RuntimeException known, Throwable next) {
        if (next instanceof Error error) {
            throw error;
        }
        boolean worse = known instanceof CancellationException && !(next instanceof CancellationException);
        return known == null || worse ? (RuntimeException) next : known;
    }
}
