package io.leaven.trainer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;

/** Shows a trainer's status in a meter registry, until it is closed. */
final class TrainerMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final Supplier<TrainerStatus> status;
    private final List<Meter> meters = new ArrayList<>();

    TrainerMeters(MeterRegistry registry, Supplier<TrainerStatus> status) {
        this.registry = registry;
        this.status = status;
        counter(TrainerMetric.TRANSITIONS, now -> now.learning().transitions());
        counter(TrainerMetric.REFUSED, TrainerStatus::refused);
        counter(TrainerMetric.GRADIENT_STEPS, now -> now.learning().gradientSteps());
        counter(TrainerMetric.SNAPSHOTS, now -> now.learning().snapshots());
        gauge(TrainerMetric.SNAPSHOT_VERSION, now -> now.learning().version());
        gauge(TrainerMetric.LOSS, now -> now.learning().loss());
        gauge(TrainerMetric.MEAN_MAX_Q, now -> now.learning().meanMaxQ());
        gauge(TrainerMetric.TD_ERROR, now -> now.learning().meanError());
        gauge(TrainerMetric.GRADIENT_NORM, now -> now.learning().gradientNorm());
        StepRate rate = new StepRate(System::nanoTime);
        gauge(TrainerMetric.GRADIENT_STEP_RATE, now -> rate.at(now.learning().gradientSteps(), now.lag() >= 0));
        gauge(TrainerMetric.EPSILON, now -> now.learning().epsilon());
        gauge(TrainerMetric.MEMORY, now -> now.learning().memory());
        gauge(TrainerMetric.MEMORY_SPAN, now -> now.learning().memorySpan().toMillis() / 1e3);
        gauge(TrainerMetric.STALENESS, TrainerStatus::staleness);
        gauge(TrainerMetric.LAG, TrainerStatus::lag);
        gauge(TrainerMetric.DIVERGED, now -> now.learning().divergence().isPresent() ? 1 : 0);
        counter(TrainerMetric.HELD_OUT, now -> now.learning().gate().heldOut());
        counter(TrainerMetric.GATE_ACCEPTED, now -> now.learning().gate().accepted());
        counter(TrainerMetric.GATE_REFUSED, now -> now.learning().gate().refused());
        counter(TrainerMetric.GATE_UNJUDGED, now -> now.learning().gate().unjudged());
        gauge(TrainerMetric.GATE_GAIN, now -> now.learning().gate().gain());
        gauge(TrainerMetric.GATE_GAIN_LOWER, now -> now.learning().gate().lower());
        gauge(TrainerMetric.GATE_GAIN_UPPER, now -> now.learning().gate().upper());
        counter(TrainerMetric.GATE_SECONDS, now -> now.learning().gate().seconds());
    }

    private void counter(TrainerMetric metric, ToDoubleFunction<TrainerStatus> value) {
        meters.add(FunctionCounter.builder(metric.id(), status, from -> value.applyAsDouble(from.get()))
                .description(metric.description())
                .register(registry));
    }

    private void gauge(TrainerMetric metric, ToDoubleFunction<TrainerStatus> value) {
        meters.add(Gauge.builder(metric.id(), status, from -> value.applyAsDouble(from.get()))
                .description(metric.description())
                .register(registry));
    }

    @Override
    public void close() {
        meters.forEach(registry::remove);
    }
}
