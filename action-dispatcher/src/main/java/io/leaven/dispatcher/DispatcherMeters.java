package io.leaven.dispatcher;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.dispatcher.decision.LoopMeters;
import io.leaven.dispatcher.decision.Tally;
import io.leaven.dispatcher.profile.ProfileView;
import io.leaven.dispatcher.snapshot.SnapshotTrial;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import org.apache.kafka.clients.consumer.Consumer;

/** The dispatcher's meters in a registry, from its start to its end. */
final class DispatcherMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final LoopMeters loop;
    private final List<Meter> meters = new ArrayList<>();
    private final List<KafkaClientMetrics> clients = new ArrayList<>();

    DispatcherMeters(MeterRegistry registry, Tally tally, LiveSnapshots snapshots, ProfileView profiles) {
        this.registry = registry;
        count(DispatcherMetric.REQUESTS, tally, Tally::requests);
        count(DispatcherMetric.DECISIONS, tally, Tally::decisions);
        count(DispatcherMetric.ACTIONS, tally, Tally::actions);
        count(DispatcherMetric.DEAD_LETTERS, tally, Tally::deadLetters);
        count(DispatcherMetric.SNAPSHOTS_REFUSED, tally, Tally::snapshotsRefused);
        count(DispatcherMetric.SNAPSHOTS_HELD_BACK, tally, Tally::snapshotsHeldBack);
        count(DispatcherMetric.ROLLBACKS, tally, Tally::rollbacks);
        count(DispatcherMetric.GUARDRAILS_REFUSED, tally, Tally::guardrailsRefused);
        count(DispatcherMetric.SNAPSHOTS_ROLLED_BACK, tally, Tally::snapshotsRolledBack);
        count(DispatcherMetric.ALARMS, tally, Tally::alarms);
        gauge(DispatcherMetric.PROFILES, profiles, ProfileView::size);
        gauge(
                DispatcherMetric.SNAPSHOT_VERSION,
                snapshots.view(),
                view -> view.live().map(Snapshot::version).orElse(0L));
        gauge(DispatcherMetric.BAND_CUSTOMERS, snapshots.trial(), SnapshotTrial::customers);
        gauge(DispatcherMetric.BAND_SHARE, snapshots.trial(), SnapshotTrial::largestShareChange);
        gauge(DispatcherMetric.BAND_VALUE, snapshots.trial(), SnapshotTrial::valueRatio);
        snapshots.lift().ifPresent(watch -> gauge(DispatcherMetric.LIFT, watch, LiftWatch::lift));
        this.loop = new LoopMeters(
                DistributionSummary.builder(DispatcherMetric.BATCH.id())
                        .description(DispatcherMetric.BATCH.description())
                        .register(registry),
                timer(DispatcherMetric.DECIDE),
                timer(DispatcherMetric.COMMIT));
        meters.addAll(List.of(loop.batch(), loop.decide(), loop.commit()));
    }

    LoopMeters loop() {
        return loop;
    }

    /** Adds the metrics of a Kafka client. */
    synchronized void bind(Consumer<?, ?> consumer) {
        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
        metrics.bindTo(registry);
        clients.add(metrics);
    }

    private void count(DispatcherMetric metric, Tally tally, ToDoubleFunction<Tally> value) {
        meters.add(FunctionCounter.builder(metric.id(), tally, value)
                .description(metric.description())
                .register(registry));
    }

    private <T> void gauge(DispatcherMetric metric, T of, ToDoubleFunction<T> value) {
        meters.add(Gauge.builder(metric.id(), of, value)
                .description(metric.description())
                .register(registry));
    }

    private Timer timer(DispatcherMetric metric) {
        return Timer.builder(metric.id()).description(metric.description()).register(registry);
    }

    @Override
    public synchronized void close() {
        clients.forEach(KafkaClientMetrics::close);
        meters.forEach(registry::remove);
    }
}
