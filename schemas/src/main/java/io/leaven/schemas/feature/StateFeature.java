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
    AGE("age", 38, 14, state -> state.getAttributes().getAge()),
    /** Female 1, male 0, other .5. */
    GENDER("gender", .5, 1, state -> genderCode(state.getAttributes().getGender())),
    DISTANCE("distance", 4.2, 2.83, state -> state.getAttributes().getDistanceMiles()),
    STEP("step", 25, 25, CustomerState::getStep),
    TIER_NONE("tier_none", 0, 1, state -> flag(state, Tier.NONE)),
    TIER_BRONZE("tier_bronze", 0, 1, state -> flag(state, Tier.BRONZE)),
    TIER_SILVER("tier_silver", 0, 1, state -> flag(state, Tier.SILVER)),
    TIER_GOLD("tier_gold", 0, 1, state -> flag(state, Tier.GOLD)),
    MESSAGES("messages", 12, 12, CustomerState::getMessages),
    STEPS_SINCE_MESSAGE("steps_since_message", 5, 5, CustomerState::getStepsSinceMessage),
    MESSAGE_LOAD("message_load", 2, 2, CustomerState::getMessageLoad),
    PURCHASES("purchases", 20, 20, CustomerState::getPurchases),
    STEPS_SINCE_PURCHASE("steps_since_purchase", 5, 5, CustomerState::getStepsSincePurchase),
    PURCHASE_RATE("purchase_rate", .5, .5, CustomerState::getPurchaseRate),
    /** Steps since the last message, at most 10; 10 if none was ever sent. */
    MESSAGE_AGE(
            "message_age",
            5,
            5,
            state -> state.getStepsSinceMessage() < 0 ? 10 : Math.min(10, state.getStepsSinceMessage())),
    /** Share of steps with a purchase, drawn towards a half: (purchases + 2) / (steps + 4). */
    PURCHASE_SHARE("purchase_share", .5, .5, state -> (state.getPurchases() + 2.0) / (state.getStep() + 4));

    /** The paper's state of eight. */
    public static final List<StateFeature> PAPER =
            List.of(AGE, GENDER, DISTANCE, STEP, TIER_NONE, TIER_BRONZE, TIER_SILVER, TIER_GOLD);

    /** The paper's, and what the customer has been through: enough to tell who is tired of messages and who buys anyway. */
    public static final List<StateFeature> WITH_HISTORY = List.of(
            AGE,
            GENDER,
            DISTANCE,
            STEP,
            TIER_NONE,
            TIER_BRONZE,
            TIER_SILVER,
            TIER_GOLD,
            MESSAGE_LOAD,
            MESSAGE_AGE,
            PURCHASE_RATE,
            PURCHASE_SHARE);

    private final String label;
    private final double centre;
    private final double spread;
    private final ToDoubleFunction<CustomerState> value;

    StateFeature(String label, double centre, double spread, ToDoubleFunction<CustomerState> value) {
        this.label = label;
        this.centre = centre;
        this.spread = spread;
        this.value = value;
    }

    /** The name in snapshots, models and files. */
    public String label() {
        return label;
    }

    /** About the middle of its values, for scaling; those of a loyalty app with some tens of steps. */
    public double centre() {
        return centre;
    }

    /** About how far values lie from the {@link #centre}, above 0. */
    public double spread() {
        return spread;
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
                .orElseThrow(() ->
                        new IllegalArgumentException("unknown state feature '" + label + "'; known are " + labels()));
    }

    /** All names. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(StateFeature::label).toList();
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
