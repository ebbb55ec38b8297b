package io.leaven.dispatcher;

import io.leaven.dispatcher.delivery.DeliveryTally;
import io.leaven.dispatcher.delivery.receipt.ReceiptTally;
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

/** Delivery's meters in a registry, from its start to its end. */
final class DeliveryMeters implements AutoCloseable {

    private final MeterRegistry registry;
    private final Timer attempt;
    private final List<Meter> meters = new ArrayList<>();
    private final List<KafkaClientMetrics> clients = new ArrayList<>();

    DeliveryMeters(MeterRegistry registry, DeliveryTally tally, ReceiptTally receipts) {
        this.registry = registry;
        count(DeliveryMetric.READ, tally, DeliveryTally::read);
        count(DeliveryMetric.ATTEMPTS, tally, DeliveryTally::attempts);
        count(DeliveryMetric.SENT, tally, DeliveryTally::sent);
        count(DeliveryMetric.RETRIES, tally, DeliveryTally::retries);
        count(DeliveryMetric.EXPIRED, tally, DeliveryTally::expired);
        count(DeliveryMetric.WITHHELD, tally, DeliveryTally::withheld);
        count(DeliveryMetric.FAILED, tally, DeliveryTally::failed);
        count(DeliveryMetric.DEAD_LETTERS, tally, DeliveryTally::deadLetters);
        count(DeliveryMetric.SKIPPED, tally, DeliveryTally::skipped);
        count(DeliveryMetric.PROFILES_REFUSED, tally, DeliveryTally::profilesRefused);
        gauge(DeliveryMetric.IN_FLIGHT, tally, DeliveryTally::inFlight);
        gauge(DeliveryMetric.BUFFERED, tally, DeliveryTally::buffered);
        count(DeliveryMetric.RECEIPTS, receipts, ReceiptTally::accepted);
        count(DeliveryMetric.RECEIPTS_REPEATED, receipts, ReceiptTally::repeated);
        count(DeliveryMetric.RECEIPTS_UNKNOWN, receipts, ReceiptTally::unknown);
        count(DeliveryMetric.RECEIPTS_FORGED, receipts, ReceiptTally::forged);
        count(DeliveryMetric.RECEIPTS_REFUSED, receipts, ReceiptTally::refused);
        count(DeliveryMetric.RECEIPTS_LIMITED, receipts, ReceiptTally::limited);
        count(DeliveryMetric.CONSENTS, receipts, ReceiptTally::consents);
        attempt = Timer.builder(DeliveryMetric.ATTEMPT.id())
                .description(DeliveryMetric.ATTEMPT.description())
                .register(registry);
        meters.add(attempt);
    }

    Timer attempt() {
        return attempt;
    }

    /** Adds the metrics of a Kafka client. */
    synchronized void bind(Consumer<?, ?> consumer) {
        KafkaClientMetrics metrics = new KafkaClientMetrics(consumer);
        metrics.bindTo(registry);
        clients.add(metrics);
    }

    private <T> void count(DeliveryMetric metric, T tally, ToDoubleFunction<T> value) {
        meters.add(FunctionCounter.builder(metric.id(), tally, value)
                .description(metric.description())
                .register(registry));
    }

    private <T> void gauge(DeliveryMetric metric, T tally, ToDoubleFunction<T> value) {
        meters.add(Gauge.builder(metric.id(), tally, value)
                .description(metric.description())
                .register(registry));
    }

    @Override
    public synchronized void close() {
        clients.forEach(KafkaClientMetrics::close);
        meters.forEach(registry::remove);
    }
}
