package io.leaven.trainer.network;

/**
 * The learning rate by gradient step: from {@code first} geometrically to {@code last} over {@code updates} steps, then constant.
 *
 * @param first above 0
 * @param last above 0; the same as first for a constant rate
 * @param updates steps until the last rate; 1 or more
 */
public record LearningRate(double first, double last, long updates) {

    public LearningRate {
        if (!(first > 0 && last > 0 && Double.isFinite(first) && Double.isFinite(last) && updates >= 1)) {
            throw new IllegalArgumentException("learning rate from " + first + " to " + last + " over " + updates
                    + " updates: rates must be above 0, updates 1 or more");
        }
    }

    public static LearningRate constant(double rate) {
        return new LearningRate(rate, rate, 1);
    }

    /** @param step 1, 2, ... */
    public double at(long step) {
        return first == last ? first : first * Math.pow(last / first, Math.min(1, (step - 1.0) / updates));
    }
}
