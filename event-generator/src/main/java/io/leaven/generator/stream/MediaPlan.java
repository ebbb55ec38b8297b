package io.leaven.generator.stream;

import io.leaven.generator.world.MediaProfile;

/**
 * Which weeks of advertising to make.
 *
 * @param seed of spend and noise
 * @param weeks how many, 1 to 10,000
 */
public record MediaPlan(MediaProfile profile, long seed, int weeks) {

    private static final int MOST_WEEKS = 10_000;

    public MediaPlan {
        CustomerPlan.requireBetween("weeks", weeks, MOST_WEEKS);
    }
}
