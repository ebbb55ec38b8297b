package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Gender;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.time.Instant;

/** Transitions for tests, all valid for the standard catalogue until they are changed. */
public final class Transitions {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final Instant TIME = Instant.parse("2026-11-23T10:00:00Z");

    private Transitions() {}

    public static CustomerState state(Tier tier, int step) {
        return CustomerState.newBuilder()
                .setAttributes(new CustomerAttributes(40, Gender.FEMALE, 3.5))
                .setTier(tier)
                .setStep(step)
                .build();
    }

    /** The number-th transition of a made-up log: customer, action, tiers and reward follow from the number. */
    public static Transition number(int number) {
        Tier[] tiers = Tier.values();
        return of(
                "c" + number % 7,
                1 + number / 7,
                tiers[number % 4],
                number % CATALOGUE.size(),
                number % 5 - 1.5,
                tiers[number / 3 % 4],
                number % 11 == 0);
    }

    public static Transition of(
            String customer, int step, Tier tier, int action, double reward, Tier nextTier, boolean terminal) {
        return Transition.newBuilder()
                .setTransitionId(customer + ":" + step)
                .setCustomerId(customer)
                .setStep(step)
                .setEventTime(TIME)
                .setState(state(tier, step - 1))
                .setAction(action)
                .setPropensity(.1)
                .setReward(RewardLedger.newBuilder()
                        .setTotal(reward)
                        .setRewardVersion("test")
                        .build())
                .setPurchased(reward > 0)
                .setNextState(state(nextTier, step))
                .setTerminal(terminal)
                .setGroup(DecisionGroup.LOGGED)
                .setCatalogueHash(CATALOGUE.hash())
                .build();
    }
}
