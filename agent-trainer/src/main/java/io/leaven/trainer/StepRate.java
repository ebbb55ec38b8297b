package io.leaven.trainer;

import java.util.function.LongSupplier;

/** Gradient steps a second since it was last asked for, at least a second ago. Safe for use by several threads. */
final class StepRate {

    private static final long LEAST_NANOS = 1_000_000_000;

    private final LongSupplier nanos;
    private long markNanos;
    private long markSteps;
    private boolean marked;
    private double rate;

    /** @param nanos a clock for spans of time, as {@link System#nanoTime} */
    StepRate(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * The rate now.
     *
     * @param steps made so far
     * @param reading whether the log is being read; before that, steps that are taken up from a checkpoint do not count
     */
    synchronized double at(long steps, boolean reading) {
        long now = nanos.getAsLong();
        if (!reading) {
            return 0;
        }
        if (!marked) {
            marked = true;
        } else if (now - markNanos < LEAST_NANOS) {
            return rate;
        } else {
            rate = (steps - markSteps) * 1e9 / (now - markNanos);
        }
        markNanos = now;
        markSteps = steps;
        return rate;
    }
}
