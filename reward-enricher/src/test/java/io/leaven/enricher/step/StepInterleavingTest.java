package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.enricher.Customers;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerStepState;
import io.leaven.schemas.Decision;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Whatever the interleaving: as many transitions as steps that closed with a decision, each once, each with its own. */
class StepInterleavingTest {

    private static final int CUSTOMERS = 400;
    private static final int STEPS = 50;
    private static final StepLimits LIMITS = new StepLimits(60_000, STEPS + 1, STEPS + 1);

    private final long seed = new Random().nextLong();
    private final Random random = new Random(seed);
    private final StepLogic logic = StepLogicTest.logic(LIMITS);

    @Test
    void every_interleaving_with_repeats_gives_the_transitions_of_the_orderly_one() {
        for (int c = 0; c < CUSTOMERS; c++) {
            String customer = "c" + c;
            List<CustomerEvent> events = events(customer);
            List<Decision> decisions = decisions(customer);
            List<Transition> orderly = run(orderly(events, decisions), new HashSet<>());

            Set<Deadline> open = new HashSet<>();
            List<Transition> shuffled = run(interleaved(events, decisions), open);

            assertThat(orderly).as("seed %d", seed).hasSize(STEPS);
            assertThat(shuffled).as("seed %d, customer %s", seed, customer).isEqualTo(orderly);
            assertThat(open)
                    .as("seed %d, customer %s: deadlines left", seed, customer)
                    .isEmpty();
        }
    }

    @Test
    void lost_decisions_and_lost_events_cost_no_step_twice() {
        for (int c = 0; c < CUSTOMERS; c++) {
            String customer = "c" + c;
            List<CustomerEvent> events = events(customer);
            events.removeIf(event -> event.getStep() > 0 && random.nextInt(10) == 0);
            List<Decision> decisions = decisions(customer);
            decisions.removeIf(decision -> random.nextInt(4) == 0);
            Set<Integer> closable = new HashSet<>();
            for (int i = 1; i < events.size(); i++) {
                if (events.get(i).getStep() == events.get(i - 1).getStep() + 1) {
                    closable.add(events.get(i).getStep());
                }
            }
            Set<Integer> decided = new HashSet<>();
            decisions.forEach(decision -> decided.add(decision.getStep()));

            Set<Deadline> open = new HashSet<>();
            List<Transition> transitions = run(interleaved(events, decisions), open);

            assertThat(transitions)
                    .as("seed %d, customer %s: steps", seed, customer)
                    .extracting(Transition::getStep)
                    .doesNotHaveDuplicates()
                    .containsExactlyInAnyOrderElementsOf(closable);
            assertThat(transitions)
                    .as("seed %d, customer %s: unknown propensity where no decision was", seed, customer)
                    .allMatch(transition ->
                            (transition.getPropensity() == null) != decided.contains(transition.getStep()));
            assertThat(open)
                    .as("seed %d, customer %s: deadlines left", seed, customer)
                    .isEmpty();
        }
    }

    /** Runs all inputs and then lets the grace time pass; keeps the set of open deadlines as the store would. */
    private List<Transition> run(List<Object> inputs, Set<Deadline> open) {
        List<Transition> transitions = new ArrayList<>();
        CustomerStepState memory = null;
        String customer = null;
        for (Object input : inputs) {
            StepOutcome outcome;
            if (input instanceof CustomerEvent event) {
                customer = event.getCustomerId();
                outcome = logic.event(memory, event, 0);
            } else {
                outcome = logic.decision(memory, (Decision) input);
            }
            memory = keep(outcome, transitions, open);
        }
        keep(logic.timeout(customer, memory, LIMITS.graceMs()), transitions, open);
        return transitions;
    }

    /** Takes an outcome in as the store and the replay topic would. */
    static CustomerStepState keep(StepOutcome outcome, List<Transition> transitions, Set<Deadline> open) {
        assertThat(open).containsAll(outcome.settled());
        open.removeAll(outcome.settled());
        outcome.opened().forEach(deadline -> assertThat(open.add(deadline)).isTrue());
        transitions.addAll(outcome.transitions());
        return outcome.state();
    }

    private List<Object> orderly(List<CustomerEvent> events, List<Decision> decisions) {
        List<Object> all = new ArrayList<>();
        all.add(events.get(0));
        for (int i = 0; i < decisions.size(); i++) {
            all.add(decisions.get(i));
            all.add(events.get(i + 1));
        }
        return all;
    }

    /** Each stream in its own order, the two mixed at random, one input in five repeated. */
    private List<Object> interleaved(List<CustomerEvent> events, List<Decision> decisions) {
        Deque<Object> left = new ArrayDeque<>(events);
        Deque<Object> right = new ArrayDeque<>(decisions);
        double bias = random.nextDouble();
        List<Object> mixed = new ArrayList<>();
        while (!left.isEmpty() || !right.isEmpty()) {
            boolean takeLeft = right.isEmpty() || !left.isEmpty() && random.nextDouble() < bias;
            mixed.add(takeLeft ? left.poll() : right.poll());
            if (random.nextInt(5) == 0) {
                mixed.add(mixed.get(random.nextInt(mixed.size())));
            }
        }
        return mixed;
    }

    private List<CustomerEvent> events(String customer) {
        List<CustomerEvent> events = new ArrayList<>();
        for (int step = 0; step <= STEPS; step++) {
            Tier tier = Tier.values()[random.nextInt(4)];
            NextStep next = step == STEPS ? NextStep.END : NextStep.DECIDED_ELSEWHERE;
            boolean purchased = step > 0 && random.nextBoolean();
            events.add(CustomerEvent.newBuilder(Customers.event(customer, step, next))
                    .setTier(tier)
                    .setPurchased(purchased)
                    .setTicket(purchased ? 1 + 9 * random.nextDouble() : 0)
                    .build());
        }
        return events;
    }

    private List<Decision> decisions(String customer) {
        List<Decision> decisions = new ArrayList<>();
        for (int step = 1; step <= STEPS; step++) {
            decisions.add(random.nextBoolean() ? Customers.largePush(customer, step) : Customers.none(customer, step));
        }
        return decisions;
    }
}
