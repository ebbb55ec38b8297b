package io.leaven.trainer.evaluation;

import io.leaven.schemas.feature.StateFeature;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Of a state, for each tier: {@value #LEVEL} and all other numbers, standardised, if the customer has that tier, 0 if not; and the squares of
 * these numbers likewise. So every tier has a model of its own: 68 numbers for a state of 12. With {@link ActionParts} age, say, changes
 * what a promotion does in one tier and not in another. Actions change the weights of the first 36 only: a customer's worth bends with age
 * and weariness, what one message adds to it does so less, and squares for each part of an action would double the time.
 *
 * <p>The constant is that large so that a ridge shrinks the slopes and hardly the levels: a level drawn towards 0 makes the value of
 * rarely visited states 0, and with few customers that bias outweighed the noise. Immutable.
 */
public final class TierFeatures implements StateFeatures {

    private static final List<StateFeature> TIERS =
            List.of(StateFeature.TIER_NONE, StateFeature.TIER_BRONZE, StateFeature.TIER_SILVER, StateFeature.TIER_GOLD);
    private static final double LEVEL = 10;
    private static final float HALF = .5f;

    private final Standardisation standard;
    private final int[] tiers;
    private final int[] others;

    /**
     * @param log standardised by its states
     * @param features that a state's numbers are; the flags of the tiers among them, and not scaled
     * @throws IllegalArgumentException if a tier's flag is missing, or the features are not as many as a state's numbers
     */
    public TierFeatures(LoggedCustomers log, List<StateFeature> features) {
        if (log.width() != features.size() || !features.containsAll(TIERS)) {
            throw new IllegalArgumentException("a state of " + log.width() + " numbers is not " + features
                    + ", or the flags of the four tiers are not among them");
        }
        this.standard = new Standardisation(log);
        this.tiers = TIERS.stream().mapToInt(features::indexOf).toArray();
        this.others = IntStream.range(0, features.size())
                .filter(i -> !TIERS.contains(features.get(i)))
                .toArray();
    }

    @Override
    public int size() {
        return ofActions() + tiers.length * others.length;
    }

    @Override
    public int ofActions() {
        return tiers.length * (1 + others.length);
    }

    @Override
    public void write(float[] states, int from, double[] into) {
        int at = 0;
        int square = ofActions();
        for (int tier : tiers) {
            boolean has = states[from + tier] > HALF;
            into[at++] = has ? LEVEL : 0;
            for (int other : others) {
                double number = has ? standard.of(states[from + other], other) : 0;
                into[at++] = number;
                into[square++] = number * number;
            }
        }
    }
}
