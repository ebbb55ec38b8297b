package io.leaven.enricher.metric;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/**
 * The numbers behind the metrics. They count what this process has processed since it started: what an aborted transaction
 * took back is counted again when it is processed again. Safe for use by several threads.
 */
public final class EnricherCounts {

    private final Map<EnricherMetric, LongAdder> counts = new EnumMap<>(EnricherMetric.class);

    public EnricherCounts() {
        for (EnricherMetric metric : EnricherMetric.values()) {
            counts.put(metric, new LongAdder());
        }
    }

    /** Shows the counts in a registry. */
    public void bindTo(MeterRegistry registry) {
        counts.forEach((metric, count) -> {
            if (metric == EnricherMetric.WAITING || metric == EnricherMetric.HELD) {
                Gauge.builder(metric.id(), count, LongAdder::sum)
                        .description(metric.description())
                        .strongReference(true)
                        .register(registry);
            } else {
                FunctionCounter.builder(metric.id(), count, LongAdder::sum)
                        .description(metric.description())
                        .register(registry);
            }
        });
    }

    public void add(EnricherMetric metric, long by) {
        counts.get(metric).add(by);
    }

    public void increment(EnricherMetric metric) {
        counts.get(metric).increment();
    }

    public long get(EnricherMetric metric) {
        return counts.get(metric).sum();
    }
}
