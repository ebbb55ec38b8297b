package io.leaven.causal.mcmc;

/**
 * Stan's plan of warm-up: a fast phase of 75 iterations that finds the typical set and a step size; slow windows of 25, 50,
 * 100, ... iterations, each of which learns the metric anew from its own draws, the last one stretched to the end; and a fast
 * phase of 50 that settles the step size on the final metric. A warm-up too short for 75 + 25 + 50 is cut in 15%, 75% and 10%,
 * with one window. Below 20 iterations there is no window.
 */
final class WarmupSchedule {

    private static final int FIRST_PHASE = 75;
    private static final int LAST_PHASE = 50;
    private static final int BASE_WINDOW = 25;
    private static final int SHORTEST = 20;

    /** Slow iterations are slowStart (inclusive) to slowEnd (exclusive). */
    private final int slowStart;

    private final int slowEnd;
    private int windowSize;

    /** Last iteration of the present window. */
    private int windowEnd;

    WarmupSchedule(int warmup) {
        if (warmup < SHORTEST) {
            slowStart = warmup;
            slowEnd = warmup;
            windowEnd = -1;
            return;
        }
        if (FIRST_PHASE + BASE_WINDOW + LAST_PHASE > warmup) {
            slowStart = (int) (.15 * warmup);
            slowEnd = warmup - (int) (.10 * warmup);
            windowSize = slowEnd - slowStart;
        } else {
            slowStart = FIRST_PHASE;
            slowEnd = warmup - LAST_PHASE;
            windowSize = BASE_WINDOW;
        }
        windowEnd = slowStart + windowSize - 1;
    }

    /** Whether the draw of an iteration counts for the metric. */
    boolean learns(int iteration) {
        return iteration >= slowStart && iteration < slowEnd;
    }

    /** Whether a window ends with this iteration; if so, moves to the next. Iterations are asked for once each, in order. */
    boolean endsWindow(int iteration) {
        if (iteration != windowEnd) {
            return false;
        }
        if (windowEnd < slowEnd - 1) {
            windowSize *= 2;
            windowEnd = iteration + windowSize;
            if (windowEnd + 2 * windowSize >= slowEnd) {
                windowEnd = slowEnd - 1;
            }
        }
        return true;
    }
}
