package io.leaven.schemas.feature;

import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * The numbers that models see of a {@link CustomerState}, by the names that travel in snapshots and causal models.
 * The agent and the uplift model read the same names, so a feature means the same in both.
 */
public enum StateFeature {
    AGE("age", state -> state.getAttributes().getAge()),
    /** Female 1, male 0, other .5. */
    GENDER("gender", state -> genderCode(state.getAttributes().getGender())),
    DISTANCE("distance", state -> state.getAttributes().getDistanceMiles()),
    STEP("step", CustomerState::getStep),
    TIER_NONE("tier_none", state -> flag(state, Tier.NONE)),
    TIER_BRONZE("tier_bronze", state -> flag(state, Tier.BRONZE)),
    TIER_SILVER("tier_silver", state -> flag(state, Tier.SILVER)),
    TIER_GOLD("tier_gold", state -> flag(state, Tier.GOLD)),
    MESSAGES("messages", CustomerState::getMessages),
    STEPS_SINCE_MESSAGE("steps_since_message", CustomerState::getStepsSinceMessage),
    MESSAGE_LOAD("message_load", CustomerState::getMessageLoad),
    PURCHASES("purchases", CustomerState::getPurchases),
    STEPS_SINCE_PURCHASE("steps_since_purchase", CustomerState::getStepsSincePurchase),
    PURCHASE_RATE("purchase_rate", CustomerState::getPurchaseRate);

    /** The paper's state of eight. */
    public static final List<StateFeature> PAPER =
            List.of(AGE, GENDER, DISTANCE, STEP, TIER_NONE, TIER_BRONZE, TIER_SILVER, TIER_GOLD);

    private final String label;
    private final ToDoubleFunction<CustomerState> value;

    StateFeature(String label, ToDoubleFunction<CustomerState> value) {
        this.label = label;
        this.value = value;
    }

    /** The name in snapshots, models and files. */
    public String label() {
        return label;
    }

    public double of(CustomerState state) {
        return value.applyAsDouble(state);
    }

    /**
     * The feature of that name.
     *
     * @throws IllegalArgumentException naming the known features, if there is none
     */
    public static StateFeature byLabel(String label) {
        return Arrays.stream(values())
                .filter(feature -> feature.label.equals(label))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown state feature '" + label + "'; known are "
                        + Arrays.stream(values()).map(StateFeature::label).toList()));
    }

    private static double genderCode(Gender gender) {
        return switch (gender) {
            case FEMALE -> 1;
            case MALE -> 0;
            case OTHER -> .5;
        };
    }

    private static double flag(CustomerState state, Tier tier) {
        return state.getTier() == tier ? 1 : 0;
    }
}
