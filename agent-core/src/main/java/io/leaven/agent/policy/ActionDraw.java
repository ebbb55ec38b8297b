package io.leaven.agent.policy;

import java.nio.charset.StandardCharsets;

/**
 * Draws an action from its probabilities by a number that depends on nothing but a seed and the decision's id: the same
 * decision gets the same draw however requests are batched, repeated or spread over processes. The number is FNV-1a over
 * the id's UTF-8 bytes, joined with the seed by SplitMix64 (Steele et al., 2014).
 *
 * @param seed of the experiment; another seed gives other draws
 */
public record ActionDraw(long seed) {

    private static final long FNV_OFFSET = 0xcbf29ce484222325L;
    private static final long FNV_PRIME = 0x100000001b3L;
    private static final long GOLDEN_RATIO = 0x9e3779b97f4a7c15L;

    /**
     * The action for a decision: with u uniform in [0, 1), the first action whose cumulative probability exceeds u. An action
     * of probability 0 is never drawn.
     *
     * @throws IllegalArgumentException if no probability is above 0
     */
    public int draw(String decisionId, double[] probabilities) {
        double u = uniform(decisionId);
        double cumulative = 0;
        int last = -1;
        for (int action = 0; action < probabilities.length; action++) {
            if (probabilities[action] > 0) {
                last = action;
                cumulative += probabilities[action];
                if (u < cumulative) {
                    return action;
                }
            }
        }
        if (last < 0) {
            throw new IllegalArgumentException("no action has a probability above 0");
        }
        return last;
    }

    /** The decision's number, uniform in [0, 1). */
    public double uniform(String decisionId) {
        return (splitMix(splitMix(fnv1a(decisionId)) ^ splitMix(seed)) >>> 11) * 0x1.0p-53;
    }

    static long fnv1a(String text) {
        long hash = FNV_OFFSET;
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            hash = (hash ^ (b & 0xff)) * FNV_PRIME;
        }
        return hash;
    }

    /** SplitMix64's next number from a state. */
    static long splitMix(long state) {
        long z = state + GOLDEN_RATIO;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }
}
