package io.leaven.generator.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.UserError;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CohortSummary;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldProfile;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import io.leaven.schemas.rule.EventRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LogStreamTest {

    private static final long SEED = 42;
    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();

    @Test
    void everyCustomerEnrolsAndLivesEveryStepInOrder() {
        List<LogStream.Entry> entries = all(log(WorldProfiles.paper(), 20, 6, LoggingPolicy.RANDOM));

        assertThat(entries).hasSize(20 * 7);
        assertThat(entries.subList(0, 20)).allSatisfy(entry -> {
            assertThat(entry.decision()).isEmpty();
            assertThat(entry.event().getStep()).isZero();
            assertThat(entry.event().getPurchased()).isFalse();
        });
        Map<String, CustomerEvent> last = new HashMap<>();
        for (LogStream.Entry entry : entries) {
            CustomerEvent event = entry.event();
            assertThat(EventRules.violation(event)).isEmpty();
            CustomerEvent before = last.put(event.getCustomerId(), event);
            assertThat(event.getStep()).isEqualTo(before == null ? 0 : before.getStep() + 1);
            assertThat(event.getNext()).isEqualTo(event.getStep() == 6 ? NextStep.END : NextStep.DECIDED_ELSEWHERE);
            if (before != null) {
                Decision decision = entry.decision().orElseThrow();
                assertThat(decision.getDecisionId()).isEqualTo(event.getCustomerId() + ":" + event.getStep());
                assertThat(decision.getCustomerId()).isEqualTo(event.getCustomerId());
                assertThat(decision.getStep()).isEqualTo(event.getStep());
                assertThat(decision.getRequestedAt()).isEqualTo(before.getEventTime());
            }
        }
        assertThat(last).hasSize(20).containsKeys("log42-000000", "log42-000019");
    }

    @Test
    void decisionsNameTheirPricePropensityAndCatalogue() {
        for (LogStream.Entry entry : all(log(WorldProfiles.paper(), 50, 4, LoggingPolicy.RANDOM))) {
            entry.decision().ifPresent(decision -> {
                assertThat(decision.getGroup()).isEqualTo(DecisionGroup.LOGGED);
                assertThat(decision.getCatalogueHash()).isEqualTo(CATALOGUE.hash());
                assertThat(decision.getPropensity()).isCloseTo(.1, within(1e-12));
                assertThat(decision.getProbabilities()).hasSize(10);
                assertThat(CATALOGUE.action(decision.getAction()).channel()).isEqualTo(decision.getChannel());
                assertThat(CATALOGUE.action(decision.getAction()).promotion()).isEqualTo(decision.getPromotion());
                assertThat(CATALOGUE.action(decision.getAction()).cost()).isEqualTo(decision.getMessageCost());
                assertThat(CATALOGUE.action(decision.getAction()).discount()).isEqualTo(decision.getDiscount());
            });
        }
    }

    @Test
    void aRandomLogIsTheLifeUnderTheRandomPolicy() {
        LogStream log = log(WorldProfiles.realistic(), 300, 50, LoggingPolicy.RANDOM);
        all(log);

        World world = new World(WorldProfiles.realistic(), SEED);
        CohortSummary inProcess = CohortRun.run(
                world,
                Cohort.draw(WorldProfiles.realistic(), 300, SEED),
                WorldPolicies.uniformRandom(world.response().actions(), SEED),
                50);
        assertThat(log.summary()).isEqualTo(inProcess);
    }

    /** Shares of none, ad, small and large by tier from the specification; the channel is uniform. */
    @Test
    void theHistoricPolicyMessagesByTier() {
        LoggingPolicy historic = LoggingPolicy.named(LoggingPolicy.HISTORIC, CATALOGUE, SEED);
        Map<Tier, List<Double>> shares = Map.of(
                Tier.NONE, List.of(.55, .25, .15, .05),
                Tier.BRONZE, List.of(.45, .25, .20, .10),
                Tier.SILVER, List.of(.30, .20, .25, .25),
                Tier.GOLD, List.of(.10, .10, .10, .70));
        shares.forEach((tier, share) -> {
            List<Double> probabilities = historic.probabilities(0, tier);
            assertThat(probabilities.get(0)).isEqualTo(share.get(0));
            for (int action = 1; action < 10; action++) {
                assertThat(probabilities.get(action)).isCloseTo(share.get(1 + (action - 1) % 3) / 3, within(1e-12));
            }
            assertThat(probabilities.stream().mapToDouble(each -> each).sum()).isCloseTo(1, within(1e-12));
        });

        Map<Tier, int[]> counts = new HashMap<>();
        int goldDecisions = 0;
        Map<String, Tier> tierBefore = new HashMap<>();
        for (LogStream.Entry entry : all(log(WorldProfiles.paper(), 3_000, 20, LoggingPolicy.HISTORIC))) {
            CustomerEvent event = entry.event();
            if (entry.decision().isPresent()) {
                Decision decision = entry.decision().get();
                Tier tier = tierBefore.get(event.getCustomerId());
                counts.computeIfAbsent(tier, any -> new int[10])[decision.getAction()]++;
                goldDecisions += tier == Tier.GOLD ? 1 : 0;
                assertThat(decision.getPropensity())
                        .isEqualTo(historic.probabilities(0, tier).get(decision.getAction()));
            }
            tierBefore.put(event.getCustomerId(), event.getTier());
        }
        int[] gold = counts.get(Tier.GOLD);
        assertThat((double) (gold[3] + gold[6] + gold[9]) / goldDecisions).isCloseTo(.70, within(.02));
        assertThat((double) gold[0] / goldDecisions).isCloseTo(.10, within(.02));
    }

    @Test
    void anUnknownPolicyIsAUserError() {
        assertThatThrownBy(() -> LoggingPolicy.named("histric", CATALOGUE, SEED))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("did you mean 'historic'?");
    }

    @Test
    void aCatalogueThatTheWorldDoesNotKnowIsAUserError(@TempDir Path folder) throws IOException {
        ActionCatalogue fax = ActionCatalogue.read(Files.writeString(
                folder.resolve("catalogue.yaml"), "channels: {fax: {cost: 1}}\npromotions: {ad: {discount: 0}}\n"));
        CustomerPlan plan = CustomerPlan.log(WorldProfiles.paper(), SEED, 5, 5);
        assertThatThrownBy(() ->
                        new LogStream(plan, LoggingPolicy.named(LoggingPolicy.RANDOM, fax, SEED), new SteppingClock()))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no channel 'fax'")
                .hasMessageContaining("push, text, email");
    }

    @Test
    void actionsGoByNameNotByIndex(@TempDir Path folder) throws IOException {
        ActionCatalogue onlyEmail = ActionCatalogue.read(Files.writeString(
                folder.resolve("catalogue.yaml"),
                "channels: {email: {cost: .2}}\npromotions: {large: {discount: .25}}\n"));
        CustomerPlan plan = CustomerPlan.log(WorldProfiles.paper(), SEED, 4_000, 1);
        LogStream log =
                new LogStream(plan, LoggingPolicy.named(LoggingPolicy.RANDOM, onlyEmail, SEED), new SteppingClock());
        World world = new World(WorldProfiles.paper(), SEED);
        Cohort cohort = Cohort.draw(WorldProfiles.paper(), 4_000, SEED);
        int largeEmail = world.response().actions().index("email", "large");
        for (LogStream.Entry entry : all(log)) {
            if (entry.decision().isPresent()) {
                int customer = Integer.parseInt(entry.event().getCustomerId().substring(6));
                var alone = world.begin(cohort);
                if (customer < 50) {
                    world.step(alone, customer, 0, entry.decision().get().getAction() == 0 ? 0 : largeEmail);
                    assertThat(entry.event().getTicket()).isEqualTo(alone.ticket(customer));
                }
            }
        }
    }

    @Test
    void plansOutOfRangeAreUserErrors() {
        assertThatThrownBy(() -> CustomerPlan.log(WorldProfiles.paper(), 1, 0, 50))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("customers is 0");
        assertThatThrownBy(() -> CustomerPlan.log(WorldProfiles.paper(), 1, 5, -1))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("steps is -1");
    }

    static LogStream log(WorldProfile world, int customers, int steps, String policy) {
        return new LogStream(
                CustomerPlan.log(world, SEED, customers, steps),
                LoggingPolicy.named(policy, CATALOGUE, SEED),
                new SteppingClock());
    }

    private static List<LogStream.Entry> all(LogStream log) {
        List<LogStream.Entry> entries = new ArrayList<>();
        log.forEachRemaining(entries::add);
        return entries;
    }
}
