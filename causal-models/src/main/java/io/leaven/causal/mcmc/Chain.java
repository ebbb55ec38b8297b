package io.leaven.causal.mcmc;

import java.util.Arrays;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;
import org.apache.commons.rng.UniformRandomProvider;

/** One chain from its starting point to its last draw. */
final class Chain {

    private static final int INIT_TRIES = 100;
    private static final double NANOS = 1e-9;

    private final int index;
    private final LogDensity density;
    private final SamplerSettings settings;
    private final UniformRandomProvider random;
    private final ChainObserver observer;
    private final AtomicBoolean stopped;
    private final LongSupplier nanoTime;
    private final int dimension;
    private int iteration = -1;

    Chain(
            int index,
            LogDensity density,
            SamplerSettings settings,
            UniformRandomProvider random,
            ChainObserver observer,
            AtomicBoolean stopped,
            LongSupplier nanoTime) {
        this.index = index;
        this.density = density;
        this.settings = settings;
        this.random = random;
        this.observer = observer;
        this.stopped = stopped;
        this.nanoTime = nanoTime;
        this.dimension = density.dimension();
    }

    /** Samples; whatever ends it early stops the other chains as well. */
    ChainDraws run() {
        boolean done = false;
        try {
            ChainDraws draws = sample();
            done = true;
            return draws;
        } catch (CancellationException stop) {
            throw stop;
        } catch (RuntimeException failure) {
            String place = iteration < 0 ? "at its start" : "in iteration " + iteration;
            String reason = failure instanceof SamplingException ? failure.getMessage() : failure.toString();
            throw new SamplingException("chain " + index + " failed " + place + ": " + reason, failure);
        } finally {
            if (!done) {
                stopped.set(true);
            }
        }
    }

    private ChainDraws sample() {
        long started = nanoTime.getAsLong();
        MassMatrix unit = settings.metric() == Metric.DENSE
                ? new DenseMassMatrix(MassMatrix.unit(dimension).inverse())
                : MassMatrix.unit(dimension);
        NoUTurnSampler sampler = new NoUTurnSampler(density, unit, settings.maxTreeDepth(), random);
        initialise(sampler);
        sampler.findStepSize();
        ChainDraws draws = new ChainDraws(settings.draws(), dimension);
        warmUp(sampler, draws);
        draws.stepSize = sampler.stepSize();
        draws.metric = sampler.metric();
        long warm = nanoTime.getAsLong();
        for (int row = 0; row < settings.draws(); row++) {
            iterate(sampler, false);
            draws.record(row, sampler);
        }
        draws.warmupSeconds = (warm - started) * NANOS;
        draws.samplingSeconds = (nanoTime.getAsLong() - warm) * NANOS;
        return draws;
    }

    private void initialise(NoUTurnSampler sampler) {
        if (!settings.inits().isEmpty()) {
            double[] init = settings.inits().get(index);
            if (!sampler.startAt(init)) {
                throw new SamplingException(
                        "log density or gradient is not finite at the given starting point " + Arrays.toString(init));
            }
            return;
        }
        double radius = settings.initRadius();
        int tries = radius == 0 ? 1 : INIT_TRIES;
        double[] position = new double[dimension];
        for (int attempt = 0; attempt < tries; attempt++) {
            for (int i = 0; i < dimension; i++) {
                position[i] = radius * (2 * random.nextDouble() - 1);
            }
            if (sampler.startAt(position)) {
                return;
            }
        }
        throw new SamplingException("log density or gradient was not finite at any of " + tries
                + " starting points drawn from [-" + radius + ", " + radius + "]^" + dimension
                + "; give starting points or reparametrise the model");
    }

    private void warmUp(NoUTurnSampler sampler, ChainDraws draws) {
        int warmup = settings.warmup();
        WarmupSchedule schedule = new WarmupSchedule(settings.metric() == Metric.UNIT ? 0 : warmup);
        MetricLearner learner = MetricLearner.of(settings.metric(), dimension);
        DualAveraging averaging = new DualAveraging(settings.targetAcceptance(), sampler.stepSize());
        for (int i = 0; i < warmup; i++) {
            iterate(sampler, true);
            draws.warmupLeapfrogs += sampler.leapfrogs();
            draws.warmupDivergences += sampler.divergent() ? 1 : 0;
            averaging.observe(sampler.acceptance());
            sampler.use(averaging.stepSize());
            if (schedule.learns(i)) {
                learner.add(sampler.position());
            }
            if (schedule.endsWindow(i)) {
                sampler.use(learner.learn());
                sampler.findStepSize();
                averaging.restart(sampler.stepSize());
            }
        }
        sampler.use(averaging.adaptedStepSize());
    }

    private void iterate(NoUTurnSampler sampler, boolean warmup) {
        iteration++;
        if (stopped.get()) {
            throw new CancellationException(
                    "sampling was stopped before iteration " + iteration + " of chain " + index);
        }
        sampler.transition();
        if (!observer.goesOn(index, iteration, warmup, sampler.divergent())) {
            throw new CancellationException("sampling was stopped after iteration " + iteration + " of chain " + index);
        }
    }
}
