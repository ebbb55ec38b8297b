package io.leaven.causal.fit;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.mcmc.SamplerSettings;
import io.leaven.causal.mcmc.SamplingException;
import io.leaven.causal.mmm.BudgetOptimizer;
import io.leaven.causal.mmm.Contributions;
import io.leaven.causal.mmm.LiftTest;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.MediaMixFit;
import io.leaven.causal.mmm.MediaMixModel;
import io.leaven.causal.mmm.MediaMixPosterior;
import io.leaven.causal.mmm.PosteriorPredictiveCheck;
import io.leaven.causal.mmm.Roas;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicLong;

/** Fits a media mix model to data that was read before, and works out what follows from it. Shows progress on standard error. */
public final class MmmFit {

    private static final DateTimeFormatter VERSION =
            DateTimeFormatter.ofPattern("'media-mix-'yyyyMMdd'T'HHmmss.SSS'Z'").withZone(ZoneOffset.UTC);

    private final MmmSettings settings;
    private final Clock clock;

    public MmmFit(MmmSettings settings, Clock clock) {
        this.settings = settings;
        this.clock = clock;
    }

    /**
     * Fits.
     *
     * @param source where the data is from, in words
     * @param refused records of the source that could not be used
     * @param budget to split, if one is asked for
     * @throws UserError if the model does not fit the data, the sampler cannot start, or the signal is raised on the way
     */
    public MmmResult fit(
            MediaMixData data,
            String source,
            long refused,
            List<LiftTest> liftTests,
            OptionalDouble budget,
            StopSignal stop) {
        Instant started = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        MediaMixPosterior posterior = sample(data, liftTests, stop);
        Optional<BudgetOptimizer.Plan> plan = budget.isPresent()
                ? Optional.of(BudgetOptimizer.best(posterior, budget.getAsDouble()))
                : Optional.empty();
        DataTopic.checkStop(stop);
        return new MmmResult(
                VERSION.format(started),
                started,
                source,
                refused,
                posterior,
                Roas.of(posterior),
                Contributions.of(posterior),
                PosteriorPredictiveCheck.of(posterior),
                plan);
    }

    private MediaMixPosterior sample(MediaMixData data, List<LiftTest> liftTests, StopSignal stop) {
        MediaMixModel model;
        try {
            model = new MediaMixModel(data, settings.spec(liftTests));
        } catch (IllegalArgumentException e) {
            throw new UserError("the model does not fit the data: " + e.getMessage(), e);
        }
        SamplerSettings sampler = settings.sampler();
        long iterations = (long) sampler.chains() * (sampler.warmup() + sampler.draws());
        AtomicLong done = new AtomicLong();
        try (Progress progress = Progress.start("sample " + sampler.chains() + " chains", iterations)) {
            return MediaMixFit.fit(
                    model,
                    sampler,
                    (chain, iteration, warmup, divergent) -> {
                        progress.to(done.incrementAndGet());
                        return !stop.isRaised();
                    },
                    System::nanoTime);
        } catch (SamplingException e) {
            throw new UserError("the posterior cannot be sampled: " + e.getMessage(), e);
        } catch (CancellationException e) {
            throw new UserError("stopped before a model was fitted", e);
        }
    }
}
