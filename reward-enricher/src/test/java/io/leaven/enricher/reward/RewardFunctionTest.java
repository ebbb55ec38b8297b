package io.leaven.enricher.reward;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.enricher.Customers;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Numbers worked out by hand from WORLD.md, "Reward": prices push .25, text .40; discounts .10 and .25; margin .50. */
class RewardFunctionTest {

    private static final double EXACT = 1e-12;
    private static final double STANDARD_ERROR = .4;
    private static final Treatment LARGE_PUSH = new Treatment("push", "large", .25, .25);
    private static final Treatment TEXT_AD = new Treatment("text", "ad", .40, 0);

    private final RewardFunction causal = new RewardFunction(RewardPreset.CAUSAL.weights());
    private final RewardFunction paper = new RewardFunction(RewardPreset.PAPER.weights());

    @Test
    void a_purchase_after_a_discount_that_lifts_the_tier_counts_every_term() {
        Outcome outcome = new Outcome(true, 4.875, Tier.GOLD);

        RewardLedger ledger = causal.price(Customers.state(4, Tier.SILVER), LARGE_PUSH, outcome, models(2.5, 1.1));

        assertThat(ledger.getTicket()).isEqualTo(4.875);
        assertThat(ledger.getUplift()).isCloseTo(2.75, within(EXACT));
        assertThat(ledger.getTierUp()).isEqualTo(15);
        assertThat(ledger.getGoldKept()).isZero();
        assertThat(ledger.getTierDrop()).isZero();
        assertThat(ledger.getMessageCost()).isEqualTo(-.25);
        assertThat(ledger.getDiscountCost()).isCloseTo(-.8125, within(EXACT));
        assertThat(ledger.getFatigue()).isZero();
        assertThat(ledger.getTotal()).isCloseTo(21.5625, within(EXACT));
        assertThat(ledger.getUpliftVersion()).isEqualTo("uplift-1");
        assertThat(ledger.getMediaMixVersion()).isEqualTo("media-mix-1");
    }

    @Test
    void the_paper_charges_neither_message_nor_discount() {
        Outcome outcome = new Outcome(true, 4.875, Tier.GOLD);

        RewardLedger ledger = paper.price(Customers.state(4, Tier.SILVER), LARGE_PUSH, outcome, models(2.5, 1.1));

        assertThat(ledger.getMessageCost()).isZero();
        assertThat(ledger.getDiscountCost()).isZero();
        assertThat(ledger.getTotal()).isCloseTo(22.625, within(EXACT));
    }

    @Test
    void gold_that_stays_gold_counts_five_and_a_purchase_without_a_message_no_uplift() {
        Outcome outcome = new Outcome(true, 7.5, Tier.GOLD);

        for (RewardFunction reward : new RewardFunction[] {causal, paper}) {
            RewardLedger ledger =
                    reward.price(Customers.state(9, Tier.GOLD), Treatment.NONE, outcome, models(2.5, 1.1));
            assertThat(ledger.getGoldKept()).isEqualTo(5);
            assertThat(ledger.getUplift()).isZero();
            assertThat(ledger.getTotal()).isEqualTo(12.5);
        }
    }

    @Test
    void a_message_that_did_not_keep_gold_costs_its_price_and_the_tier() {
        Outcome outcome = new Outcome(false, 0, Tier.SILVER);
        CustomerState gold = Customers.state(9, Tier.GOLD);

        RewardLedger charged = causal.price(gold, TEXT_AD, outcome, models(2.5, 1.1));
        RewardLedger free = paper.price(gold, TEXT_AD, outcome, models(2.5, 1.1));

        assertThat(charged.getTierDrop()).isEqualTo(-15);
        assertThat(charged.getUplift()).isZero();
        assertThat(charged.getTotal()).isCloseTo(-15.4, within(EXACT));
        assertThat(free.getTotal()).isEqualTo(-15);
    }

    @Test
    void a_tier_that_fell_in_spite_of_a_purchase_costs_nothing() {
        Outcome outcome = new Outcome(true, 6, Tier.SILVER);

        RewardLedger ledger = paper.price(Customers.state(9, Tier.GOLD), Treatment.NONE, outcome, models(2.5, 1.1));

        assertThat(ledger.getTierDrop()).isZero();
        assertThat(ledger.getTotal()).isEqualTo(6);
    }

    @Test
    void a_negative_uplift_is_charged() {
        Outcome outcome = new Outcome(true, 6, Tier.BRONZE);

        RewardLedger ledger = paper.price(Customers.state(2, Tier.BRONZE), TEXT_AD, outcome, models(-1.5, 2));

        assertThat(ledger.getUplift()).isEqualTo(-3);
        assertThat(ledger.getTotal()).isEqualTo(3);
    }

    /** -1.281552 is the standard normal's first decile, by any table. */
    @Test
    void a_cautious_reward_counts_a_lower_bound_of_the_uplift_and_has_a_version_of_its_own() {
        RewardWeights tenth = new RewardWeights(1, 1, 15, 5, -15, 0, 0, 0, .1);
        Outcome outcome = new Outcome(true, 6, Tier.BRONZE);

        RewardLedger ledger =
                new RewardFunction(tenth).price(Customers.state(2, Tier.BRONZE), TEXT_AD, outcome, models(2.5, 2));

        assertThat(ledger.getUplift()).isCloseTo(2 * (2.5 - 1.281552 * STANDARD_ERROR), within(1e-6));
        assertThat(tenth.version()).isNotEqualTo(RewardPreset.PAPER.weights().version());
        assertThat(RewardPreset.PAPER.weights().needsStandardErrors()).isFalse();
    }

    @Test
    void without_models_the_uplift_is_nothing_and_no_version_is_named() {
        Outcome outcome = new Outcome(true, 6, Tier.BRONZE);

        RewardLedger ledger = paper.price(Customers.state(2, Tier.BRONZE), TEXT_AD, outcome, UpliftSource.NONE);

        assertThat(ledger.getUplift()).isZero();
        assertThat(ledger.getUpliftVersion()).isNull();
        assertThat(ledger.getMediaMixVersion()).isNull();
    }

    @Test
    void fatigue_is_a_knob_that_charges_a_message_for_those_before_it() {
        RewardFunction tired = new RewardFunction(new RewardWeights(1, 1, 15, 5, -15, 0, 0, .5, .5));
        CustomerState state = Customers.state(5, Tier.NONE);
        state.setMessageLoad(1.75);
        Outcome outcome = new Outcome(false, 0, Tier.NONE);

        assertThat(tired.price(state, TEXT_AD, outcome, UpliftSource.NONE).getFatigue())
                .isEqualTo(-.875);
        assertThat(tired.price(state, Treatment.NONE, outcome, UpliftSource.NONE)
                        .getFatigue())
                .isZero();
        assertThat(causal.price(state, TEXT_AD, outcome, UpliftSource.NONE).getFatigue())
                .isZero();
    }

    @Test
    void free_terms_are_zero_and_not_negative_zero() {
        RewardLedger ledger = paper.price(
                Customers.state(0, Tier.NONE), LARGE_PUSH, new Outcome(false, 0, Tier.NONE), UpliftSource.NONE);

        assertThat(Double.doubleToRawLongBits(ledger.getMessageCost())).isZero();
        assertThat(Double.doubleToRawLongBits(ledger.getDiscountCost())).isZero();
        assertThat(Double.doubleToRawLongBits(ledger.getFatigue())).isZero();
        assertThat(Double.doubleToRawLongBits(ledger.getTotal())).isZero();
    }

    @Test
    void the_version_tells_presets_and_single_weights_apart() {
        RewardWeights weights = RewardPreset.CAUSAL.weights();
        RewardWeights other = new RewardWeights(1, 1, 15, 5, -15, 1, .51, 0, .5);

        assertThat(weights.version())
                .matches("[0-9a-f]{8}")
                .isEqualTo(new RewardWeights(1, 1, 15, 5, -15, 1, .50, 0, .5).version())
                .isNotEqualTo(RewardPreset.PAPER.weights().version())
                .isNotEqualTo(other.version());
        assertThat(causal.price(
                                Customers.state(0, Tier.NONE),
                                Treatment.NONE,
                                new Outcome(false, 0, Tier.NONE),
                                UpliftSource.NONE)
                        .getRewardVersion())
                .isEqualTo(weights.version());
    }

    @Test
    void priced_anew_a_step_is_what_it_would_have_been_under_the_newer_models() {
        Outcome outcome = new Outcome(true, 4.875, Tier.GOLD);
        CustomerState silver = Customers.state(4, Tier.SILVER);
        RewardLedger newer = causal.price(silver, LARGE_PUSH, outcome, models(-1.5, .8));

        RewardLedger repriced = causal.reprice(
                transition(silver, LARGE_PUSH, outcome, causal.price(silver, LARGE_PUSH, outcome, UpliftSource.NONE)),
                models(-1.5, .8));

        assertThat(repriced).isEqualTo(newer);
        assertThat(repriced.getUplift()).isCloseTo(-1.2, within(EXACT));
    }

    @Test
    void priced_anew_a_step_without_message_or_purchase_gets_no_uplift() {
        CustomerState silver = Customers.state(4, Tier.SILVER);
        Outcome bought = new Outcome(true, 4.875, Tier.GOLD);
        Outcome not = new Outcome(false, 0, Tier.SILVER);

        for (RewardLedger repriced : List.of(
                causal.reprice(transition(silver, Treatment.NONE, bought, UpliftSource.NONE), models(2.5, 1.1)),
                causal.reprice(transition(silver, LARGE_PUSH, not, UpliftSource.NONE), models(2.5, 1.1)))) {
            assertThat(repriced.getUplift()).isZero();
            assertThat(repriced.getUpliftVersion()).isEqualTo("uplift-1");
        }
    }

    /** The ticket of 4.875 was charged nothing for message and discount, and its opening brought a dollar: all that stays. */
    @Test
    void priced_anew_other_terms_stay_as_they_were_charged_and_the_ledger_tells_both_weights() {
        CustomerState silver = Customers.state(4, Tier.SILVER);
        Outcome outcome = new Outcome(true, 4.875, Tier.GOLD);
        RewardLedger old = new EngagementReward(1, 0, 0)
                .credit(paper.price(silver, LARGE_PUSH, outcome, models(9, 1)), true, false);

        RewardLedger repriced = causal.reprice(transition(silver, LARGE_PUSH, outcome, old), models(2.5, 1.1));

        assertThat(repriced.getMessageCost()).isZero();
        assertThat(repriced.getOpened()).isEqualTo(1);
        assertThat(repriced.getTotal()).isCloseTo(4.875 + 2.75 + 15 + 1, within(EXACT));
        assertThat(repriced.getRewardVersion())
                .isEqualTo(RewardPreset.PAPER.weights().version() + "+"
                        + RewardPreset.CAUSAL.weights().version());
    }

    private Transition transition(CustomerState before, Treatment treatment, Outcome outcome, UpliftSource models) {
        return transition(before, treatment, outcome, causal.price(before, treatment, outcome, models));
    }

    private static Transition transition(
            CustomerState before, Treatment treatment, Outcome outcome, RewardLedger ledger) {
        return Customers.transition("ann", before, treatment, outcome, ledger);
    }

    private static UpliftSource models(double tau, double weight) {
        return new UpliftSource() {
            @Override
            public double tau(CustomerState state, String promotion, double z) {
                return tau + z * STANDARD_ERROR;
            }

            @Override
            public double weight(String channel) {
                return weight;
            }

            @Override
            public String upliftVersion() {
                return "uplift-1";
            }

            @Override
            public String mediaMixVersion() {
                return "media-mix-1";
            }
        };
    }
}
