package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.enricher.Customers;
import io.leaven.enricher.reward.EngagementReward;
import io.leaven.enricher.reward.RewardFunction;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.enricher.reward.UpliftSource;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.CustomerHistory;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/**
 * Wherever receipts come among events and decisions, and however often: one transition a step, with the openings and clicks that
 * happened by the step's close and an hour, each once.
 */
class EngagementInterleavingTest {

    private static final int CUSTOMERS = 300;
    private static final int STEPS = 12;
    private static final long GRACE_MS = 3_600_000;
    private static final StepLimits LIMITS = new StepLimits(60_000, STEPS + 1, STEPS + 1, STEPS + 1);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final StepLogic logic = new StepLogic(
            LIMITS,
            new CustomerHistory(.75, .8),
            new RewardFunction(RewardPreset.CAUSAL.weights(), new EngagementReward(2, 5, GRACE_MS)),
            () -> UpliftSource.NONE);

    @Test
    void every_interleaving_gives_each_step_its_own_engagement_once() {
        for (int c = 0; c < CUSTOMERS; c++) {
            String customer = "c" + c;
            List<CustomerEvent> events = new ArrayList<>();
            List<Decision> decisions = new ArrayList<>();
            List<DeliveryReceipt> receipts = new ArrayList<>();
            double[] expected = new double[STEPS + 1];
            events.add(Customers.event(customer, 0));
            for (int step = 1; step <= STEPS; step++) {
                events.add(Customers.event(customer, step));
                decisions.add(
                        random.nextBoolean() ? Customers.largePush(customer, step) : Customers.none(customer, step));
                expected[step] =
                        engage(decisions.get(step - 1), events.get(step).getEventTime(), receipts);
            }
            Collections.shuffle(receipts, random);

            Set<Deadline> open = new HashSet<>();
            List<Transition> transitions = run(mixed(List.of(events, decisions, receipts)), open);

            assertThat(transitions).as("seed %d", seed).hasSize(STEPS);
            for (int step = 1; step <= STEPS; step++) {
                Transition transition = transitions.get(step - 1);
                assertThat(transition.getStep()).as("seed %d", seed).isEqualTo(step);
                assertThat(transition.getReward().getOpened()
                                + transition.getReward().getClicked())
                        .as("seed %d, customer %s, step %d", seed, customer, step)
                        .isEqualTo(expected[step]);
            }
            assertThat(open).as("seed %d: deadlines left", seed).isEmpty();
        }
    }

    /** Makes up receipts of a step and says what they are worth by the definition: $2 if any is in time, $5 more if a click is. */
    private double engage(Decision decision, Instant close, List<DeliveryReceipt> receipts) {
        boolean opened = false;
        boolean clicked = false;
        for (int i = random.nextInt(4); i > 0; i--) {
            boolean click = random.nextBoolean();
            long after = random.nextInt((int) (3 * GRACE_MS)) - GRACE_MS;
            receipts.add(Customers.receipt(
                    decision.getCustomerId(),
                    decision.getStep(),
                    click ? DeliveryStatus.CLICKED : DeliveryStatus.OPENED,
                    close.plusMillis(after)));
            boolean counts = decision.getAction() != 0 && after <= GRACE_MS;
            opened |= counts;
            clicked |= counts && click;
        }
        return (opened ? 2 : 0) + (clicked ? 5 : 0);
    }

    private List<Transition> run(List<Object> inputs, Set<Deadline> open) {
        List<Transition> transitions = new ArrayList<>();
        CustomerStepState memory = null;
        for (Object input : inputs) {
            StepOutcome outcome;
            if (input instanceof CustomerEvent event) {
                outcome = logic.event(memory, event, 0);
            } else if (input instanceof Decision decision) {
                outcome = logic.decision(memory, decision);
            } else {
                DeliveryReceipt receipt = (DeliveryReceipt) input;
                outcome = logic.receipt(memory, ReceiptRules.step(receipt).orElseThrow(), receipt);
            }
            memory = StepInterleavingTest.keep(outcome, transitions, open);
        }
        assertThat(transitions).as("without a message before, nothing waits").allMatch(t -> t.getChannel() == null);
        String customer = transitions.isEmpty()
                ? memory.getHeld().get(0).getTransition().getCustomerId()
                : transitions.get(0).getCustomerId();
        StepInterleavingTest.keep(logic.timeout(customer, memory, GRACE_MS), transitions, open);
        return transitions;
    }

    /** Each stream in its own order, the three mixed at random after the enrolment, one input in five repeated. */
    private List<Object> mixed(List<? extends List<?>> streams) {
        List<Deque<Object>> left = new ArrayList<>();
        streams.forEach(stream -> left.add(new ArrayDeque<>(stream)));
        List<Object> mixed = new ArrayList<>();
        mixed.add(left.get(0).poll());
        while (!left.stream().allMatch(Deque::isEmpty)) {
            Object next = left.get(random.nextInt(left.size())).poll();
            if (next == null) {
                continue;
            }
            mixed.add(next);
            if (random.nextInt(5) == 0) {
                mixed.add(mixed.get(random.nextInt(mixed.size())));
            }
        }
        return mixed;
    }
}
