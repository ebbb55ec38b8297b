package io.leaven.enricher.step;

import static io.leaven.enricher.Customers.event;
import static io.leaven.enricher.Customers.largePush;
import static io.leaven.enricher.Customers.none;
import static io.leaven.enricher.Customers.purchase;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.KeptDecision;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.WaitingEvent;
import io.leaven.schemas.feature.CustomerHistory;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

/** The rules of DESIGN 3.1, one by one. */
class StepLogicTest {

    private static final String ANN = "ann";
    private static final long NOW = 1_000_000;
    private static final long GRACE = 60_000;

    private final StepLogic logic = logic(new StepLimits(GRACE, 4, 3));

    static StepLogic logic(StepLimits limits) {
        return new StepLogic(
                limits,
                new CustomerHistory(.75, .8),
                new RewardFunction(RewardPreset.CAUSAL.weights()),
                () -> UpliftSource.NONE);
    }

    @Test
    void request_carries_the_bounds_of_uplift_that_the_models_know() {
        UpliftSource bounded = new UpliftSource() {
            @Override
            public double tau(CustomerState state, String promotion, double z) {
                return 0;
            }

            @Override
            public Map<String, Double> upperBounds(CustomerState state, double z) {
                return Map.of("ad", -state.getStep() - z);
            }

            @Override
            public double weight(String channel) {
                return 1;
            }

            @Override
            public String upliftVersion() {
                return "u";
            }

            @Override
            public String mediaMixVersion() {
                return null;
            }
        };
        CustomerHistory history = new CustomerHistory(.75, .8);
        RewardFunction rewards = new RewardFunction(RewardPreset.CAUSAL.weights());
        StepLimits limits = new StepLimits(GRACE, 4, 3);
        StepLogic asked = new StepLogic(limits, history, rewards, () -> bounded, OptionalDouble.of(2));
        StepLogic unasked = new StepLogic(limits, history, rewards, () -> bounded);

        assertThat(asked.event(null, event(ANN, 0), NOW).requests().get(0).getUpliftUpper())
                .isEqualTo(Map.of("ad", -2.0));
        assertThat(unasked.event(null, event(ANN, 0), NOW).requests().get(0).getUpliftUpper())
                .isNull();
    }

    @Test
    void enrolment_closes_nothing_and_asks_for_the_first_decision() {
        StepOutcome outcome = logic.event(null, event(ANN, 0), NOW);

        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.notes()).isEmpty();
        assertThat(outcome.requests()).singleElement().satisfies(request -> {
            assertThat(request.getDecisionId()).isEqualTo("ann:1");
            assertThat(request.getStep()).isEqualTo(1);
            assertThat(request.getRequestedAt()).isEqualTo(event(ANN, 0).getEventTime());
            assertThat(request.getState()).isEqualTo(outcome.state().getState());
            assertThat(request.getAllowedActions()).isNull();
        });
        CustomerState state = outcome.state().getState();
        assertThat(state.getStep()).isZero();
        assertThat(state.getStepsSinceMessage()).isEqualTo(-1);
        assertThat(state.getStepsSincePurchase()).isEqualTo(-1);
    }

    @Test
    void an_event_meets_the_decision_that_came_before_it() {
        CustomerStepState memory = after(logic.decision(enrolled(), largePush(ANN, 1)));

        StepOutcome outcome = logic.event(memory, purchase(ANN, 1, 3.75, Tier.BRONZE), NOW);

        assertThat(outcome.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.getTransitionId()).isEqualTo("ann:1");
            assertThat(transition.getState().getTier()).isEqualTo(Tier.NONE);
            assertThat(transition.getNextState().getTier()).isEqualTo(Tier.BRONZE);
            assertThat(transition.getAction()).isEqualTo(3);
            assertThat(transition.getChannel()).isEqualTo("push");
            assertThat(transition.getPromotion()).isEqualTo("large");
            assertThat(transition.getPropensity()).isEqualTo(.1);
            assertThat(transition.getGroup()).isEqualTo(DecisionGroup.AGENT);
            assertThat(transition.getSnapshot()).isEqualTo("agent/3");
            assertThat(transition.getCatalogueHash()).isEqualTo("c0ffee");
            assertThat(transition.getElapsedSteps()).isEqualTo(1);
            assertThat(transition.getTerminal()).isFalse();
            assertThat(transition.getPurchased()).isTrue();
            // WORLD.md: 3.75 + 15 - .25 - .5 (.25/.75) 3.75
            assertThat(transition.getReward().getTotal()).isCloseTo(17.875, within(1e-12));
        });
        assertThat(outcome.requests())
                .singleElement()
                .extracting(DecisionRequest::getDecisionId)
                .isEqualTo("ann:2");
        assertThat(outcome.state().getDecisions()).isEmpty();
        assertThat(outcome.opened()).isEmpty();
        assertThat(outcome.settled()).isEmpty();
    }

    @Test
    void an_event_waits_for_its_decision_and_then_closes_with_it() {
        StepOutcome waits = logic.event(enrolled(), event(ANN, 1), NOW);
        assertThat(waits.transitions()).isEmpty();
        assertThat(waits.requests()).isEmpty();
        assertThat(waits.opened()).containsExactly(new Deadline(NOW + GRACE, ANN, 1));

        StepOutcome closes = logic.decision(after(waits), largePush(ANN, 1));
        assertThat(closes.transitions())
                .singleElement()
                .extracting(Transition::getAction)
                .isEqualTo(3);
        assertThat(closes.settled()).containsExactly(new Deadline(NOW + GRACE, ANN, 1));
        assertThat(closes.state().getWaiting()).isEmpty();
    }

    @Test
    void several_waiting_events_close_in_order_when_the_missing_decision_comes() {
        CustomerStepState memory = enrolled();
        memory = after(logic.event(memory, event(ANN, 1), NOW));
        memory = after(logic.event(memory, event(ANN, 2), NOW + 1));
        memory = after(logic.event(memory, event(ANN, 3), NOW + 2));
        memory = after(logic.decision(memory, none(ANN, 2)));
        memory = after(logic.decision(memory, none(ANN, 3)));

        StepOutcome outcome = logic.decision(memory, largePush(ANN, 1));

        assertThat(outcome.transitions()).extracting(Transition::getStep).containsExactly(1, 2, 3);
        assertThat(outcome.transitions().get(1).getState())
                .isSameAs(outcome.transitions().get(0).getNextState());
        assertThat(outcome.settled())
                .containsExactly(
                        new Deadline(NOW + GRACE, ANN, 1),
                        new Deadline(NOW + 1 + GRACE, ANN, 2),
                        new Deadline(NOW + 2 + GRACE, ANN, 3));
        assertThat(outcome.requests())
                .as("steps 2 and 3 are over, nothing is left to decide there")
                .extracting(DecisionRequest::getStep)
                .containsExactly(4);
    }

    @Test
    void after_the_grace_time_the_action_counts_as_none_of_unknown_propensity() {
        CustomerStepState memory = after(logic.event(enrolled(), purchase(ANN, 1, 5, Tier.NONE), NOW));

        assertThat(logic.timeout(ANN, memory, NOW + GRACE - 1).transitions()).isEmpty();
        StepOutcome outcome = logic.timeout(ANN, memory, NOW + GRACE);

        assertThat(outcome.notes()).containsExactly(StepNote.UNANSWERED);
        assertThat(outcome.settled()).containsExactly(new Deadline(NOW + GRACE, ANN, 1));
        assertThat(outcome.requests()).hasSize(1);
        assertThat(outcome.transitions()).singleElement().satisfies(transition -> {
            assertThat(transition.getAction()).isZero();
            assertThat(transition.getPropensity()).isNull();
            assertThat(transition.getCatalogueHash()).isNull();
            assertThat(transition.getSnapshot()).isNull();
            assertThat(transition.getGroup()).isEqualTo(DecisionGroup.LOGGED);
            assertThat(transition.getReward().getTotal()).isEqualTo(5);
        });
    }

    @Test
    void a_timeout_lets_the_events_behind_it_close_as_far_as_their_decisions_are_known() {
        CustomerStepState memory = after(logic.event(enrolled(), event(ANN, 1), NOW));
        memory = after(logic.event(memory, event(ANN, 2), NOW + 10));
        memory = after(logic.event(memory, event(ANN, 3), NOW + 20));
        memory = after(logic.decision(memory, largePush(ANN, 2)));

        StepOutcome outcome = logic.timeout(ANN, memory, NOW + GRACE);

        assertThat(outcome.transitions()).extracting(Transition::getAction).containsExactly(0, 3);
        assertThat(outcome.state().getWaiting())
                .singleElement()
                .extracting(WaitingEvent::getStep)
                .isEqualTo(3);
    }

    @Test
    void without_grace_a_missing_decision_counts_as_none_at_once() {
        StepOutcome outcome = logic(new StepLimits(0, 4, 3)).event(enrolled(), event(ANN, 1), NOW);

        assertThat(outcome.notes()).containsExactly(StepNote.UNANSWERED);
        assertThat(outcome.transitions()).hasSize(1);
        assertThat(outcome.opened()).isEmpty();
    }

    @Test
    void a_repeated_event_changes_nothing() {
        CustomerStepState memory = enrolled();
        assertDropped(logic.event(memory, event(ANN, 0), NOW), memory, StepNote.REPEATED_EVENT);

        CustomerStepState waiting = after(logic.event(memory, event(ANN, 1), NOW));
        assertDropped(logic.event(waiting, event(ANN, 1), NOW), waiting, StepNote.REPEATED_EVENT);

        CustomerStepState closed = after(logic.decision(waiting, none(ANN, 1)));
        assertDropped(logic.event(closed, event(ANN, 1), NOW), closed, StepNote.REPEATED_EVENT);
    }

    @Test
    void a_gap_adopts_the_standing_and_closes_nothing() {
        StepOutcome outcome = logic.event(enrolled(), purchase(ANN, 3, 5, Tier.SILVER), NOW);

        assertThat(outcome.notes()).containsExactly(StepNote.GAP);
        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.state().getState().getStep()).isEqualTo(3);
        assertThat(outcome.state().getState().getTier()).isEqualTo(Tier.SILVER);
        assertThat(outcome.state().getState().getPurchases()).isEqualTo(1);
        assertThat(outcome.requests())
                .singleElement()
                .extracting(DecisionRequest::getStep)
                .isEqualTo(4);
    }

    @Test
    void the_first_event_of_an_unknown_customer_beyond_enrolment_is_a_gap() {
        StepOutcome outcome = logic.event(null, event(ANN, 7), NOW);

        assertThat(outcome.notes()).containsExactly(StepNote.GAP);
        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.state().getState().getStep()).isEqualTo(7);
    }

    @Test
    void a_gap_behind_a_waiting_event_is_adopted_in_its_turn() {
        CustomerStepState memory = after(logic.event(enrolled(), event(ANN, 1), NOW));
        memory = after(logic.event(memory, event(ANN, 5), NOW));

        StepOutcome outcome = logic.decision(memory, none(ANN, 1));

        assertThat(outcome.transitions()).extracting(Transition::getStep).containsExactly(1);
        assertThat(outcome.notes()).containsExactly(StepNote.GAP);
        assertThat(outcome.state().getState().getStep()).isEqualTo(5);
        assertThat(outcome.settled()).hasSize(2);
    }

    @Test
    void a_gap_takes_the_message_of_its_own_step_into_the_history_and_forgets_skipped_decisions() {
        CustomerStepState memory = after(logic.decision(enrolled(), largePush(ANN, 1)));
        memory = after(logic.decision(memory, largePush(ANN, 2)));
        memory = after(logic.decision(memory, largePush(ANN, 3)));

        StepOutcome outcome = logic.event(memory, event(ANN, 2), NOW);

        assertThat(outcome.notes()).containsExactly(StepNote.GAP, StepNote.LATE_DECISION);
        assertThat(outcome.state().getState().getMessages()).isEqualTo(1);
        assertThat(outcome.state().getDecisions())
                .extracting(KeptDecision::getStep)
                .containsExactly(3);
    }

    @Test
    void a_decision_for_a_closed_step_is_late() {
        CustomerStepState memory = enrolled();
        memory = after(logic.timeout(ANN, after(logic.event(memory, event(ANN, 1), NOW)), NOW + GRACE));

        assertDropped(logic.decision(memory, largePush(ANN, 1)), memory, StepNote.LATE_DECISION);
    }

    @Test
    void of_two_decisions_for_a_step_the_first_counts() {
        CustomerStepState memory = after(logic.decision(enrolled(), none(ANN, 1)));

        assertDropped(logic.decision(memory, largePush(ANN, 1)), memory, StepNote.REPEATED_DECISION);
    }

    @Test
    void decisions_that_come_before_enrolment_are_kept() {
        CustomerStepState memory = after(logic.decision(null, largePush(ANN, 1)));
        assertThat(memory.getState()).isNull();

        memory = after(logic.event(memory, event(ANN, 0), NOW));
        StepOutcome outcome = logic.event(memory, event(ANN, 1), NOW);

        assertThat(outcome.transitions())
                .singleElement()
                .extracting(Transition::getAction)
                .isEqualTo(3);
    }

    @Test
    void no_more_decisions_are_kept_than_the_limit_says() {
        CustomerStepState memory = enrolled();
        for (int step = 1; step <= 3; step++) {
            memory = after(logic.decision(memory, none(ANN, step)));
        }

        assertDropped(logic.decision(memory, none(ANN, 4)), memory, StepNote.TOO_MANY_DECISIONS);
    }

    @Test
    void one_more_waiting_event_than_the_limit_closes_the_first_without_its_decision() {
        CustomerStepState memory = enrolled();
        for (int step = 1; step <= 4; step++) {
            memory = after(logic.event(memory, event(ANN, step), NOW));
        }

        StepOutcome outcome = logic.event(memory, event(ANN, 5), NOW);

        assertThat(outcome.notes()).containsExactly(StepNote.UNANSWERED);
        assertThat(outcome.transitions()).extracting(Transition::getStep).containsExactly(1);
        assertThat(outcome.state().getWaiting()).hasSize(4);
    }

    @Test
    void only_a_step_that_leaven_decides_is_asked_for() {
        assertThat(logic.event(null, event(ANN, 0, NextStep.DECIDED_ELSEWHERE), NOW)
                        .requests())
                .isEmpty();
        assertThat(logic.event(null, event(ANN, 0, NextStep.END), NOW).requests())
                .isEmpty();
    }

    @Test
    void the_last_step_is_terminal_and_asks_for_nothing() {
        CustomerStepState memory = after(logic.decision(enrolled(), none(ANN, 1)));

        StepOutcome outcome = logic.event(memory, event(ANN, 1, NextStep.END), NOW);

        assertThat(outcome.transitions())
                .singleElement()
                .satisfies(transition -> assertThat(transition.getTerminal()).isTrue());
        assertThat(outcome.requests()).isEmpty();
    }

    @Test
    void memories_and_inputs_are_left_as_they_were() {
        CustomerStepState memory = after(logic.decision(enrolled(), largePush(ANN, 1)));
        CustomerStepState copy = CustomerStepState.newBuilder(memory).build();

        logic.event(memory, purchase(ANN, 1, 5, Tier.BRONZE), NOW);

        assertThat(memory).isEqualTo(copy);
    }

    private CustomerStepState enrolled() {
        return after(logic.event(null, event(ANN, 0), NOW));
    }

    private static CustomerStepState after(StepOutcome outcome) {
        return outcome.state();
    }

    private static void assertDropped(StepOutcome outcome, CustomerStepState memory, StepNote note) {
        assertThat(outcome.notes()).containsExactly(note);
        assertThat(outcome.state()).isSameAs(memory);
        assertThat(outcome.transitions()).isEmpty();
        assertThat(outcome.requests()).isEmpty();
    }
}
