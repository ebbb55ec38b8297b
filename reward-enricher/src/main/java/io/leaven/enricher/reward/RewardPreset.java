package io.leaven.enricher.reward;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The two named sets of {@link RewardWeights}. */
public enum RewardPreset {
    /** The paper's reward: messages and discounts are free. */
    PAPER(new RewardWeights(1, 1, 15, 5, -15, 0, 0, 0, .5)),
    /** Pays for each message and for half of the ticket's share that a discount gives away. */
    CAUSAL(new RewardWeights(1, 1, 15, 5, -15, 1, .50, 0, .5));

    private final RewardWeights weights;

    RewardPreset(RewardWeights weights) {
        this.weights = weights;
    }

    public RewardWeights weights() {
        return weights;
    }

    /** The name in settings, such as {@code causal}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The preset of that label. */
    public static Optional<RewardPreset> byLabel(String label) {
        return Arrays.stream(values())
                .filter(preset -> preset.label().equals(label))
                .findFirst();
    }
}
