package io.leaven.dispatcher.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Gender;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.time.Instant;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LiftBandTest {

    private static final CustomerState STATE = new CustomerState(
            new CustomerAttributes(40, Gender.FEMALE, 1.0), Tier.NONE, 0, 0, -1, 0.0, java.util.Map.of(), 0, -1, 0.0);

    @Test
    void aSnapshotWithoutAnEffectIsHardlyEverFoundHarmful() {
        Random random = new Random(20261126);
        int alarms = 0;
        for (int run = 0; run < 400; run++) {
            alarms += lives(random, new LiftBand("dqn/7", new LiftLimits(.05, 0, 1, 100_000)), 2_000, 0)
                            .isPresent()
                    ? 1
                    : 0;
        }
        assertThat(alarms / 400.0).as("false alarms, 5%% allowed").isLessThanOrEqualTo(.05);
    }

    @Test
    void aSnapshotThatCostsAHalfOfWhatCustomersSpendIsFound() {
        Random random = new Random(20261127);
        int found = 0;
        for (int run = 0; run < 50; run++) {
            Optional<String> reason =
                    lives(random, new LiftBand("dqn/7", new LiftLimits(.01, 0, 1, 100_000)), 3_000, -.5);
            found += reason.isPresent() ? 1 : 0;
            reason.ifPresent(text -> assertThat(text).contains("dollars a step and the holdout"));
        }
        assertThat(found).isGreaterThan(45);
    }

    @Test
    void itBeginsWithTheSnapshotsFirstStepAndEndsWithItsCustomers() {
        LiftBand band = new LiftBand("dqn/7", new LiftLimits(.01, 0, 1, 300));
        for (int i = 0; i < 1_000; i++) {
            assertThat(band.add(step("c" + i, i % 2 == 0, "dqn/6", i % 2 == 0 ? 0 : 100, i)))
                    .as("another snapshot's harm")
                    .isEmpty();
        }
        assertThat(band.lift()).isNaN();
        for (int i = 0; i < 300; i++) {
            band.add(step("d" + i, i % 2 == 0, "dqn/7", 5 + i % 4 / 2, 2_000 + i));
        }
        double lift = band.lift();
        for (int i = 0; i < 1_000; i++) {
            assertThat(band.add(step("e" + i, i % 2 == 0, "dqn/7", i % 2 == 0 ? 0 : 100, 3_000 + i)))
                    .isEmpty();
        }
        assertThat(band.lift()).as("only so many customers").isEqualTo(lift);
    }

    /** A fifth held out; revenue 0 for 70%, else exponential, times 1 + effect for the agent's. */
    private static Optional<String> lives(Random random, LiftBand band, int customers, double effect) {
        for (int i = 0; i < customers; i++) {
            boolean held = i > 0 && random.nextInt(5) == 0;
            double revenue = random.nextDouble() < .7 ? 0 : -20 * Math.log(1 - random.nextDouble());
            Optional<String> left = band.add(step("c" + i, !held, "dqn/7", held ? revenue : revenue * (1 + effect), i));
            if (left.isPresent()) {
                return left;
            }
        }
        return Optional.empty();
    }

    private static Transition step(String customer, boolean ofAgent, String snapshot, double ticket, long second) {
        return Transition.newBuilder()
                .setTransitionId(customer + ":1")
                .setCustomerId(customer)
                .setStep(1)
                .setEventTime(Instant.ofEpochSecond(second))
                .setState(STATE)
                .setAction(0)
                .setReward(RewardLedger.newBuilder()
                        .setTicket(ticket)
                        .setTotal(ticket)
                        .setRewardVersion("r")
                        .build())
                .setPurchased(ticket > 0)
                .setNextState(STATE)
                .setTerminal(false)
                .setGroup(ofAgent ? DecisionGroup.AGENT : DecisionGroup.HOLDOUT)
                .setSnapshot(ofAgent ? snapshot : null)
                .build();
    }
}
