package io.leaven.trainer.dyna;

import static io.leaven.trainer.dyna.KnownResponse.CATALOGUE;
import static io.leaven.trainer.dyna.KnownResponse.FEATURES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.CustomerHistory;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.Transitions;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What is written down against the sums of the reward by hand, and where lives lead to against the chances written down. */
class ImaginedLivesTest {

    private static final double TIER_UP = 2;
    private static final double TIER_DROP = -3;
    private static final double GOLD_KEPT = .5;
    private static final double MESSAGE = -.25;
    private static final double FATIGUE = -.125;
    private static final int LARGE_DISCOUNT = 3;
    private static final int ACTIONS = CATALOGUE.size();
    private static final int WIDTH = FEATURES.size();

    private static ResponseModel model;

    private final Endings endings = new Endings();

    @BeforeAll
    static void fit() {
        model = KnownResponse.fit(5_000);
    }

    @Test
    void whatFollowsFromAStateIsWrittenDownForEveryAction() {
        CustomerState silver = KnownResponse.state(30, Tier.SILVER);
        silver.setMessageLoad(2);
        ImaginedBatch rows = live(List.of(silver), 1, 1);
        double[] raw = KnownResponse.raw(silver);
        float[] purchase = model.purchase(raw, 1);
        float[] worth = model.worth(raw, 1);
        double rise = model.rise(Tier.SILVER.ordinal());
        double drop = model.drop(raw, 1)[0];

        for (int action = 0; action < ACTIONS; action++) {
            double p = purchase[action];
            assertChances(rows, action, p * rise, p * (1 - rise), (1 - p) * (1 - drop), (1 - p) * drop);
            double message = action == 0 ? 0 : MESSAGE + FATIGUE * 2;
            assertThat(rows.rewards()[action])
                    .as("reward of action " + action)
                    .isCloseTo(
                            (float) (p * worth[action] + message + p * rise * TIER_UP + (1 - p) * drop * TIER_DROP),
                            within(1e-5f));
        }
    }

    @Test
    void goldIsKeptAndDoesNotRise() {
        CustomerState gold = KnownResponse.state(30, Tier.GOLD);
        ImaginedBatch rows = live(List.of(gold), 1, 1);
        double[] raw = KnownResponse.raw(gold);
        double p = model.purchase(raw, 1)[0];
        double drop = model.drop(raw, 1)[0];

        assertChances(rows, 0, 0, p, (1 - p) * (1 - drop), (1 - p) * drop);
        double kept = p + (1 - p) * (1 - drop);
        assertThat(rows.rewards()[0])
                .isCloseTo(
                        (float) (p * model.worth(raw, 1)[0] + (1 - p) * drop * TIER_DROP + kept * GOLD_KEPT),
                        within(1e-5f));
    }

    @Test
    void nobodyFallsBelowTheLowestTier() {
        CustomerState none = KnownResponse.state(30, Tier.NONE);
        double p = model.purchase(KnownResponse.raw(none), 1)[0];
        double rise = model.rise(Tier.NONE.ordinal());

        assertChances(live(List.of(none), 1, 1), 0, p * rise, p * (1 - rise), 1 - p, 0);
    }

    @Test
    void futuresRememberTheMessageAndThePurchase() {
        CustomerState silver = KnownResponse.state(30, Tier.SILVER);
        silver.setMessageLoad(2);
        silver.setPurchaseRate(.5);
        ImaginedBatch rows = live(List.of(silver), 1, 1);

        // load <- .75 * 2 + 1[message]; rate <- .8 * .5 + .2 * 1[purchase]
        assertFuture(rows, 0, Tier.GOLD, 1.5, .6);
        assertFuture(rows, 1, Tier.SILVER, 1.5, .6);
        assertFuture(rows, 2, Tier.SILVER, 1.5, .4);
        assertFuture(rows, 3, Tier.BRONZE, 1.5, .4);
        assertFuture(rows, ImaginedBatch.WAYS, Tier.GOLD, 2.5, .6);
        assertFuture(rows, ImaginedBatch.WAYS + 3, Tier.BRONZE, 2.5, .4);
    }

    /** Half the customers follow the agent but for one step in ten; the others get a random message at a rate of a mean of 1/3. */
    @Test
    void livesFollowTheChances() {
        int customers = 20_000;
        ImaginedBatch rows = live(List.of(KnownResponse.state(30, Tier.SILVER)), customers, 2);
        double[] share = new double[ACTIONS];
        Arrays.fill(share, .5 * .1 / ACTIONS + .5 / 3 / (ACTIONS - 1));
        share[0] = .5 * .1 / ACTIONS + .5 * 2 / 3;
        share[LARGE_DISCOUNT] += .5 * .9;
        double gold = 0;
        double bronze = 0;
        double messages = 0;
        for (int action = 0; action < ACTIONS; action++) {
            gold += share[action] * rows.chances()[action * ImaginedBatch.WAYS];
            bronze += share[action] * rows.chances()[action * ImaginedBatch.WAYS + 3];
            messages += action == 0 ? 0 : share[action];
        }

        assertShare(rows, customers, StateFeature.TIER_GOLD, gold);
        assertShare(rows, customers, StateFeature.TIER_BRONZE, bronze);
        assertShare(rows, customers, StateFeature.MESSAGE_LOAD, messages);
    }

    @Test
    void aLifeThatEndsMakesRoomForOneThatBegins() {
        for (int life = 0; life < 4; life++) {
            endings.add(Transitions.of("c" + life, 5, Tier.SILVER, 0, 0, Tier.SILVER, life == 0));
        }
        int customers = 10_000;
        ImaginedBatch rows = live(List.of(KnownResponse.state(30, Tier.SILVER)), customers, 2);

        assertThat(rows.goesOn()[0]).isEqualTo(.75f);
        // those that begin stand at step 4, those that went on at 5
        assertThat(mean(rows, customers, StateFeature.STEP)).isCloseTo(4.75, within(4 * deviation(.75, customers)));
    }

    private ImaginedBatch live(List<CustomerState> starts, int customers, int steps) {
        ImaginedStates states = new ImaginedStates(customers * steps, WIDTH, ACTIONS);
        ImaginedLives lives = new ImaginedLives(
                model,
                terms(),
                endings,
                new CustomerHistory(.75, .8),
                CATALOGUE,
                states,
                RandomSource.XO_RO_SHI_RO_128_PP.create(1));
        lives.live(StateEncoder.raw(FEATURES), starts, customers, steps, (encoded, count) -> {
            int[] actions = new int[count];
            Arrays.fill(actions, LARGE_DISCOUNT);
            return actions;
        });
        assertThat(states.size()).isEqualTo(customers * steps);
        return states.rows();
    }

    /** Charged: a message, its fatigue with a load of 1, and each move of the tier. */
    private static LedgerTerms terms() {
        LedgerTerms terms = new LedgerTerms(ACTIONS);
        for (int action = 1; action < ACTIONS; action++) {
            Transition message = Transitions.of("c", 5, Tier.BRONZE, action, 0, Tier.BRONZE, false);
            message.getState().setMessageLoad(1);
            message.getReward().setMessageCost(MESSAGE);
            message.getReward().setFatigue(FATIGUE);
            terms.add(message);
        }
        terms.add(moved(Tier.BRONZE, Tier.SILVER, ledger -> ledger.setTierUp(TIER_UP)));
        terms.add(moved(Tier.SILVER, Tier.BRONZE, ledger -> ledger.setTierDrop(TIER_DROP)));
        terms.add(moved(Tier.GOLD, Tier.GOLD, ledger -> ledger.setGoldKept(GOLD_KEPT)));
        return terms;
    }

    private static Transition moved(Tier from, Tier to, Consumer<RewardLedger> charge) {
        Transition transition = Transitions.of("c", 5, from, 0, 0, to, false);
        charge.accept(transition.getReward());
        return transition;
    }

    private static void assertChances(ImaginedBatch rows, int action, double... expected) {
        for (int way = 0; way < ImaginedBatch.WAYS; way++) {
            assertThat(rows.chances()[action * ImaginedBatch.WAYS + way])
                    .as("action " + action + ", way " + way)
                    .isCloseTo((float) expected[way], within(1e-6f));
        }
    }

    private static void assertFuture(ImaginedBatch rows, int future, Tier tier, double load, double rate) {
        float[] state = Arrays.copyOfRange(rows.futures(), future * WIDTH, (future + 1) * WIDTH);
        assertThat(of(state, StateFeature.STEP)).isEqualTo(5);
        for (Tier each : Tier.values()) {
            StateFeature flag = StateFeature.byLabel("tier_" + each.name().toLowerCase(Locale.ROOT));
            assertThat(of(state, flag)).as("future " + future + ", " + each).isEqualTo(each == tier ? 1 : 0);
        }
        assertThat(of(state, StateFeature.MESSAGE_LOAD)).isEqualTo((float) load);
        assertThat(of(state, StateFeature.PURCHASE_RATE)).isCloseTo((float) rate, within(1e-6f));
    }

    /** A share of the second step's customers, within four standard deviations. */
    private static void assertShare(ImaginedBatch rows, int customers, StateFeature feature, double expected) {
        assertThat(mean(rows, customers, feature))
                .as(feature.label())
                .isCloseTo(expected, within(4 * deviation(expected, customers)));
    }

    private static double deviation(double share, int customers) {
        return Math.sqrt(share * (1 - share) / customers);
    }

    private static double mean(ImaginedBatch rows, int customers, StateFeature feature) {
        double sum = 0;
        for (int i = customers; i < 2 * customers; i++) {
            sum += of(Arrays.copyOfRange(rows.states(), i * WIDTH, (i + 1) * WIDTH), feature);
        }
        return sum / customers;
    }

    private static float of(float[] state, StateFeature feature) {
        return state[FEATURES.indexOf(feature)];
    }
}
