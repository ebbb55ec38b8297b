package io.leaven.dispatcher.guardrail.history;

import java.util.TreeMap;

/**
 * How much fell into a rolling window around a moment, in bounded memory: amounts are kept in {@value #SLOTS} slots a window,
 * and a slot that the window touches counts whole. So the sum is never too small, and a limit that it keeps to is kept in
 * every window of that length; it may be too large by what fell into one slot at either end. Moments need not come in order.
 * For one thread.
 */
public final class WindowSum {

    /** Slots a window. */
    static final int SLOTS = 64;

    private final long window;
    private final long slot;
    private final TreeMap<Long, Double> amounts = new TreeMap<>();
    private long cachedSlot = Long.MIN_VALUE;
    private long cachedFirst = Long.MAX_VALUE;
    private long cachedLast = Long.MIN_VALUE;
    private double cachedSum;

    /** @param window milliseconds, above 0 */
    public WindowSum(long window) {
        if (window < 1) {
            throw new IllegalArgumentException("window " + window + " ms is not above 0");
        }
        this.window = window;
        this.slot = (window + SLOTS - 1) / SLOTS;
    }

    /** What lies less than a window before or after a moment, UTC milliseconds. */
    public double around(long at) {
        long here = Math.floorDiv(at, slot);
        if (here != cachedSlot) {
            cachedFirst = Math.floorDiv(here * slot - window, slot);
            cachedLast = Math.floorDiv((here + 1) * slot + window, slot);
            cachedSum = amounts.subMap(cachedFirst, true, cachedLast, true).values().stream()
                    .mapToDouble(Double::doubleValue)
                    .sum();
            cachedSlot = here;
        }
        return cachedSum;
    }

    /** Adds an amount at a moment. */
    public void add(long at, double amount) {
        if (amount == 0) {
            return;
        }
        long here = Math.floorDiv(at, slot);
        amounts.merge(here, amount, Double::sum);
        if (cachedFirst <= here && here <= cachedLast) {
            cachedSum += amount;
        }
    }

    /** Forgets what no window around {@code at} or a moment after it can hold. */
    public void forgetBefore(long at) {
        amounts.headMap(Math.floorDiv(at - window, slot)).clear();
        cachedSlot = Long.MIN_VALUE;
    }
}
