package io.leaven.generator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.app.UserError;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.NextStep;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToIntFunction;
import org.junit.jupiter.api.Test;

class LoopStreamTest {

    private static final long SEED = 7;
    private static final int CUSTOMERS = 200;
    private static final int STEPS = 50;
    private static final WorldProfile PROFILE = WorldProfiles.realistic();

    private final LoopStream loop =
            new LoopStream(CustomerPlan.loop(PROFILE, SEED, CUSTOMERS, STEPS), new SteppingClock());

    @Test
    void aLoopAnsweredWithNoneIsTheInProcessRunOfNone() {
        live(event -> 0);
        assertThat(loop.summary()).isEqualTo(inProcess(WorldPolicies.none()));
        assertThat(loop.summary().closedSteps()).isEqualTo((long) CUSTOMERS * STEPS);
    }

    @Test
    void aLoopAnsweredWithAFixedActionIsTheInProcessRunOfIt() {
        live(event -> 8);
        assertThat(loop.summary()).isEqualTo(inProcess(WorldPolicies.fixed(8)));
    }

    @Test
    void everyCustomerEndsAtTheHorizonWithTheLastEventSayingSo() {
        List<CustomerEvent> events = live(event -> event.getStep() % 10);

        assertThat(events).hasSize(CUSTOMERS * (STEPS + 1));
        assertThat(events)
                .allSatisfy(event -> assertThat(event.getNext())
                        .isEqualTo(event.getStep() == STEPS ? NextStep.END : NextStep.DECIDE));
        assertThat(loop.isFinished()).isTrue();
        assertThat(loop.waiting()).isZero();
    }

    @Test
    void repeatedUntimelyAndForeignDecisionsChangeNothingAndAreCounted() {
        assertThat(loop.accept(decision("loop7-000003", 1, 0))).isEmpty();
        assertThat(loop.ahead()).isEqualTo(1);
        while (loop.hasNextEnrolment()) {
            loop.enrolNext();
        }
        assertThat(loop.waiting()).isEqualTo(CUSTOMERS);

        CustomerEvent first = loop.accept(decision("loop7-000003", 1, 5)).orElseThrow();
        assertThat(first.getStep()).isEqualTo(1);
        assertThat(loop.accept(decision("loop7-000003", 1, 5))).isEmpty();
        assertThat(loop.accept(decision("loop7-000003", 0, 5))).isEmpty();
        assertThat(loop.accept(decision("loop7-000003", 3, 5))).isEmpty();
        for (String foreign :
                List.of("loop7-000200", "loop7-3", "loop7-0000003", "loop8-000003", "loop7-00000x", "x")) {
            assertThat(loop.accept(decision(foreign, 1, 5))).as(foreign).isEmpty();
            assertThat(loop.knows(foreign)).as(foreign).isFalse();
        }
        assertThat(loop.answered()).isEqualTo(1);
        assertThat(loop.repeated()).isEqualTo(2);
        assertThat(loop.ahead()).isEqualTo(2);
        assertThat(loop.foreign()).isEqualTo(6);
        assertThat(loop.summary().closedSteps()).isEqualTo(1);
        assertThat(loop.accept(decision("loop7-000003", 2, 5))).isPresent();
    }

    @Test
    void theSameDecisionsAgainBringTheSameEvents() {
        List<CustomerEvent> first =
                live(event -> Math.floorMod(event.getCustomerId().hashCode(), 10));
        LoopStream again = new LoopStream(CustomerPlan.loop(PROFILE, SEED, CUSTOMERS, STEPS), new SteppingClock());
        List<CustomerEvent> second =
                live(again, event -> Math.floorMod(event.getCustomerId().hashCode(), 10), 99);
        assertThat(second.stream().map(LoopStreamTest::withoutTime).sorted())
                .isEqualTo(
                        first.stream().map(LoopStreamTest::withoutTime).sorted().toList());
    }

    @Test
    void aDecisionThatTheWorldCannotCarryOutIsAUserError() {
        loop.enrolNext();
        Decision fax = decision("loop7-000000", 1, 1);
        fax.setChannel("fax");
        assertThatThrownBy(() -> loop.accept(fax)).isInstanceOf(UserError.class).hasMessageContaining("fax");
    }

    private List<CustomerEvent> live(ToIntFunction<CustomerEvent> policy) {
        return live(loop, policy, 1);
    }

    /** Answers waiting customers in a random order until all have ended. */
    private static List<CustomerEvent> live(LoopStream loop, ToIntFunction<CustomerEvent> policy, long seed) {
        List<CustomerEvent> events = new ArrayList<>();
        List<CustomerEvent> open = new ArrayList<>();
        while (loop.hasNextEnrolment()) {
            open.add(loop.enrolNext());
        }
        events.addAll(open);
        Random random = new Random(seed);
        while (!open.isEmpty()) {
            CustomerEvent event = open.remove(random.nextInt(open.size()));
            CustomerEvent next = loop.accept(
                            decision(event.getCustomerId(), event.getStep() + 1, policy.applyAsInt(event)))
                    .orElseThrow();
            events.add(next);
            if (next.getNext() == NextStep.DECIDE) {
                open.add(next);
            }
        }
        return events;
    }

    private static String withoutTime(CustomerEvent event) {
        CustomerEvent copy = CustomerEvent.newBuilder(event).build();
        copy.setEventTime(Instant.EPOCH);
        return copy.toString();
    }

    private static CohortSummary inProcess(WorldPolicy policy) {
        return CohortRun.run(new World(PROFILE, SEED), Cohort.draw(PROFILE, CUSTOMERS, SEED), policy, STEPS);
    }

    static Decision decision(String customer, int step, int index) {
        ActionCatalogue catalogue = ActionCatalogue.standard();
        MarketingAction action = catalogue.action(index);
        return Decision.newBuilder()
                .setDecisionId(customer + ":" + step)
                .setCustomerId(customer)
                .setStep(step)
                .setRequestedAt(Instant.EPOCH)
                .setAction(index)
                .setChannel(action.channel())
                .setPromotion(action.promotion())
                .setPropensity(1)
                .setProbabilities(List.of())
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("test")
                .setCatalogueHash(catalogue.hash())
                .build();
    }
}
