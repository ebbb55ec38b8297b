package io.leaven.generator.world;

/**
 * Random numbers that are a hash of what they are for: seed, customer, step and {@link Draw}. The order of drawing does not
 * matter, and two policies meet the same luck in the same step of the same customer (common random numbers).
 *
 * <p>The hash applies the finaliser of SplitMix64 (Steele, Lea and Flood 2014, with Stafford's variant 13) to each part in
 * turn. Stateless after construction and safe for use by several threads.
 */
public final class CounterRandom {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    private static final int KINDS = 16;
    private static final double UNIT = 0x1.0p-53;

    /** What a number is for. The order is part of every seeded result: new kinds go to the end. */
    public enum Draw {
        PURCHASE,
        TIER,
        TICKET_RADIUS,
        TICKET_ANGLE,
        ACTION,
        EXPERIMENT_CHANNEL,
        EXPERIMENT_STEP,
        MESSAGE_RATE
    }

    private final long root;

    public CounterRandom(long seed) {
        this.root = mix(seed + GOLDEN);
    }

    /** Uniform in [0, 1). */
    public double uniform(long customer, int step, Draw draw) {
        long own = mix(root + GOLDEN * (customer + 1));
        return (mix(own + GOLDEN * ((long) step * KINDS + draw.ordinal() + 1)) >>> 11) * UNIT;
    }

    /** Uniform over 0 .. bound - 1. */
    public int index(long customer, int step, Draw draw, int bound) {
        return (int) (uniform(customer, step, draw) * bound);
    }

    /** A seed for something beside: differs for each name, the same for the same pair. */
    public static long derive(long seed, String name) {
        return mix(mix(seed + GOLDEN) + name.hashCode());
    }

    private static long mix(long z) {
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }
}
