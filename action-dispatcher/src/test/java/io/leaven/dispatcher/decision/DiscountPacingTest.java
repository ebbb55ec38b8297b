package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.policy.Greedy;
import io.leaven.agent.state.StateEncoder;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.Occasions;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Two days of demand for ten times the discount budget, customer after customer, each worth another amount. */
class DiscountPacingTest {

    private static final long START = Instant.parse("2026-03-10T00:00:00Z").toEpochMilli();
    private static final int CUSTOMERS = 9_000;
    private static final long STEP = 86_400_000 / CUSTOMERS;
    private static final double BUDGET = 6_000;

    /** On the second day, when the price is known; on the first it has to be found. */
    @Test
    void priceSpreadsTheBudgetOverTheDayAndSpendsItWhereItIsWorthMost() {
        Days paced = live(50);
        Days hard = live(0);
        assertThat(hard.spent[0])
                .as("without a price all is gone in the first quarter")
                .isGreaterThan(.95 * BUDGET);
        for (int quarter = 4; quarter < 8; quarter++) {
            assertThat(paced.spent[quarter])
                    .as("spent in quarter %d of two days", quarter)
                    .isBetween(.15 * BUDGET, .35 * BUDGET);
        }
        for (int day = 0; day < 2; day++) {
            assertThat(paced.total(day)).as("the budget itself").isBetween(.8 * BUDGET, BUDGET + 1e-6);
            assertThat(hard.total(day)).isLessThanOrEqualTo(BUDGET + 1e-6);
        }
        assertThat(paced.worth).as("what the discounts were worth").isGreaterThan(1.3 * hard.worth);
    }

    private record Days(double[] spent, double worth) {
        double total(int day) {
            return Arrays.stream(spent, 4 * day, 4 * day + 4).sum();
        }
    }

    /** A large discount is worth up to 20 of Q more than none; nothing else is worth anything. */
    private static Days live(int priceStep) {
        Guardrails guardrails =
                Occasions.rules("discount-budget: {dollars: 6000 per 1d, ticket: 20, price-step: " + priceStep + "}");
        SendLedger ledger = new SendLedger(guardrails.ledgerPlan(), Share.WHOLE);
        SplittableRandom random = new SplittableRandom(5);
        double[] gain = {0};
        Agent agent = new Agent(
                "test/1",
                StateEncoder.paper(),
                new Greedy(),
                (states, rows) -> new float[] {0, -1, -1, (float) gain[0], -1, -1, -1, -1, -1, -1},
                () -> {});
        Decider decider = new Decider(
                ActionCatalogue.standard(),
                new GroupAssignment("s", GroupShares.agentOnly()),
                guardrails,
                BeforeFirstSnapshot.NONE,
                1);
        DecisionRequest request = new RandomRequests(1).open("c");
        double[] spent = new double[8];
        double worth = 0;
        for (int i = 0; i < 2 * CUSTOMERS; i++) {
            gain[0] = 20 * random.nextDouble();
            long now = START + i * STEP;
            Answer answer = decider.decide(List.of(request), Panel.of(Optional.of(agent)), at(guardrails, ledger, now))
                    .get(0);
            if (answer.decision().getAction() == 3) {
                spent[4 * i / CUSTOMERS] += .25 / .75 * 20;
                worth += gain[0];
            }
        }
        return new Days(spent, worth);
    }

    private static Circumstances at(Guardrails guardrails, SendLedger ledger, long now) {
        return new Circumstances() {
            @Override
            public Guardrails guardrails() {
                return guardrails;
            }

            @Override
            public SendLedger ledger(int row) {
                return ledger;
            }

            @Override
            public long now(int row, DecisionRequest any) {
                return now;
            }

            @Override
            public CustomerProfile profile(int row, DecisionRequest any) {
                return null;
            }
        };
    }
}
