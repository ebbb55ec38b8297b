package io.leaven.evaluation.soak;

import java.util.function.ToDoubleFunction;

/** What must stay flat, and how much it may differ for all that: by what comes and goes with connections, buffers and batches. */
enum Measure {
    HEAP("heap, MiB", 8, Sample::heapMegabytes),
    OUTSIDE("outside, MiB", 16, Sample::outsideMegabytes),
    HANDLES("handles", 8, Sample::handles),
    THREADS("threads", 4, Sample::threads);

    private final String label;
    private final double allowed;
    private final ToDoubleFunction<Sample> value;

    Measure(String label, double allowed, ToDoubleFunction<Sample> value) {
        this.label = label;
        this.allowed = allowed;
        this.value = value;
    }

    /** With its unit. */
    String label() {
        return label;
    }

    /** How much it may be above where it settled. */
    double allowed() {
        return allowed;
    }

    double of(Sample sample) {
        return value.applyAsDouble(sample);
    }
}
