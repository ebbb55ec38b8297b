package io.leaven.app;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;

/** A metric of an app: each app lists its own in one enum, and the page of metrics is made from these. */
public interface Metric {

    /** The name in the meter registry, such as {@code leaven.enricher.events}. */
    String id();

    /** What it counts or measures, with its unit. */
    String description();

    /** The counter of this metric, registered on first use. */
    default Counter counter(MeterRegistry metrics) {
        return Counter.builder(id()).description(description()).register(metrics);
    }
}
