package io.leaven.dispatcher.lift;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.dispatcher.lift.CustomerOutcomes.Outcome;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Gender;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class CustomerOutcomesTest {

    private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

    private final CustomerOutcomes outcomes = new CustomerOutcomes(START, 2);

    @Test
    void customerCountsOnceByItsFirstStepsSinceTheStart() {
        add("a", -1, DecisionGroup.RANDOM, 99);
        add("a", 1, DecisionGroup.RANDOM, 10);
        add("a", 2, DecisionGroup.AGENT, 0);
        add("a", 3, DecisionGroup.AGENT, 77);
        add("h", 0, DecisionGroup.HOLDOUT, 4);
        add("h", 1, DecisionGroup.HOLDOUT, 0);
        assertThat(outcomes.complete())
                .containsExactly(
                        new Outcome(false, START.plusSeconds(1), 2, .5, 3),
                        new Outcome(true, START.plusSeconds(2), 5, .5, 3));
    }

    @Test
    void whoHasFewerStepsOrBelongsToNeitherDoesNotCount() {
        add("short", 1, DecisionGroup.AGENT, 10);
        add("random", 1, DecisionGroup.RANDOM, 10);
        add("random", 2, DecisionGroup.RANDOM, 10);
        add("logged", 1, DecisionGroup.LOGGED, 10);
        add("logged", 2, DecisionGroup.LOGGED, 10);
        assertThat(outcomes.complete()).isEmpty();
    }

    private void add(String customer, int second, DecisionGroup group, double ticket) {
        CustomerState state = CustomerState.newBuilder()
                .setAttributes(new CustomerAttributes(40, Gender.OTHER, 1.0))
                .setTier(Tier.GOLD)
                .setStep(second + 1)
                .build();
        outcomes.add(Transition.newBuilder()
                .setTransitionId(customer + ":" + second)
                .setCustomerId(customer)
                .setStep(second + 1)
                .setEventTime(START.plusSeconds(second))
                .setState(state)
                .setAction(0)
                .setReward(RewardLedger.newBuilder()
                        .setTicket(ticket)
                        .setRewardVersion("v")
                        .build())
                .setPurchased(ticket > 0)
                .setNextState(state)
                .setTerminal(false)
                .setGroup(group)
                .build());
    }
}
