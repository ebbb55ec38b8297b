package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.policy.EpsilonGreedy;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.MessageAction;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class DeciderTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final NetworkSpec NETWORK = NetworkSpec.of(8, 24, 24, 10);
    private static final long SEED = 7;

    @Test
    void everyDecisionHasProbabilitiesOverWhatIsOpen() {
        long seed = randomSeed();
        List<DecisionRequest> requests = new RandomRequests(seed).list(2_000);
        Decider decider = decider(new GroupShares(.2, .2), SEED);
        try (Agent agent = network(.3)) {
            List<Answer> answers = decider.decide(requests, Optional.of(agent));
            assertThat(answers).hasSameSizeAs(requests);
            for (int i = 0; i < requests.size(); i++) {
                assertOverOpen(requests.get(i), answers.get(i).decision());
            }
            assertThat(answers.stream().map(answer -> answer.decision().getGroup()))
                    .contains(DecisionGroup.AGENT, DecisionGroup.RANDOM, DecisionGroup.HOLDOUT);
        }
    }

    private static void assertOverOpen(DecisionRequest request, Decision decision) {
        ActionMask open = ActionMask.of(10, request.getAllowedActions());
        for (MarketingAction action : CATALOGUE.actions()) {
            boolean refused = action.isMessage()
                    && (!request.getConsent().getOrDefault(action.channel(), true)
                            || decision.getGroup() == DecisionGroup.HOLDOUT);
            open = refused ? open.without(action.index()) : open;
        }
        List<Double> probabilities = decision.getProbabilities();
        assertThat(probabilities).hasSize(10);
        assertThat(probabilities.stream().mapToDouble(p -> p).sum()).isCloseTo(1, within(1e-12));
        for (int action = 0; action < 10; action++) {
            if (open.allows(action)) {
                assertThat(probabilities.get(action)).isPositive();
            } else {
                assertThat(probabilities.get(action)).isZero();
            }
        }
        assertThat(decision.getMasked().stream().map(MaskedAction::getAction))
                .containsExactlyElementsOf(closed(open).stream().toList());
        assertThat(decision.getPropensity()).isPositive().isEqualTo(probabilities.get(decision.getAction()));
        assertThat(open.allows(decision.getAction())).isTrue();
    }

    private static List<Integer> closed(ActionMask open) {
        List<Integer> closed = new ArrayList<>();
        for (int action = 0; action < open.size(); action++) {
            if (!open.allows(action)) {
                closed.add(action);
            }
        }
        return closed;
    }

    @Test
    void sameRequestsGiveTheSameBytesInWhateverBatches() {
        long seed = randomSeed();
        Random random = new Random(seed);
        List<DecisionRequest> requests = new RandomRequests(seed).list(700);
        try (Agent agent = network(.3)) {
            Map<String, ByteBuffer> whole = bytes(decider(new GroupShares(.1, .1), SEED), requests, agent, 700, random);
            for (int most : new int[] {1, 2, 7, 64, 300}) {
                Collections.shuffle(requests, random);
                Decider again = decider(new GroupShares(.1, .1), SEED);
                assertThat(bytes(again, requests, agent, most, random)).isEqualTo(whole);
            }
        }
    }

    /** Decides in batches of random size up to {@code most}; the bytes of decision and message by decision id. */
    private static Map<String, ByteBuffer> bytes(
            Decider decider, List<DecisionRequest> requests, Agent agent, int most, Random random) {
        Map<String, ByteBuffer> bytes = new HashMap<>();
        int from = 0;
        while (from < requests.size()) {
            int to = Math.min(requests.size(), from + (most == requests.size() ? most : 1 + random.nextInt(most)));
            for (Answer answer : decider.decide(requests.subList(from, to), Optional.of(agent))) {
                bytes.put(answer.decision().getDecisionId(), bytes(answer));
            }
            from = to;
        }
        return bytes;
    }

    private static ByteBuffer bytes(Answer answer) {
        try {
            ByteBuffer decision = answer.decision().toByteBuffer();
            ByteBuffer message =
                    answer.message().isPresent() ? answer.message().get().toByteBuffer() : ByteBuffer.allocate(0);
            return ByteBuffer.allocate(decision.remaining() + message.remaining())
                    .put(decision)
                    .put(message)
                    .flip();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void anotherSeedDrawsAnew() {
        List<DecisionRequest> requests = new RandomRequests(3).list(500);
        List<Integer> one = actions(decider(GroupShares.agentOnly(), 1).decide(requests, Optional.empty()));
        List<Integer> two = actions(decider(GroupShares.agentOnly(), 2).decide(requests, Optional.empty()));
        assertThat(one).isNotEqualTo(two);
    }

    @Test
    void drawsFollowTheProbabilities() {
        RandomRequests requests = new RandomRequests(5);
        List<DecisionRequest> open = new ArrayList<>();
        for (int i = 0; i < 20_000; i++) {
            open.add(requests.open("c-" + i));
        }
        int[] counts = new int[10];
        for (Answer answer : decider(GroupShares.agentOnly(), SEED).decide(open, Optional.of(prefers(4, .5)))) {
            counts[answer.decision().getAction()]++;
        }
        // epsilon .5 over 10 actions: .55 for the best, .05 for each other
        for (int action = 0; action < 10; action++) {
            double p = action == 4 ? .55 : .05;
            assertThat(counts[action] / 20_000.0).isCloseTo(p, within(5 * Math.sqrt(p * (1 - p) / 20_000)));
        }
    }

    @Test
    void guardrailsComeBeforeThePolicy() {
        DecisionRequest request = new RandomRequests(1).open("c");
        request.setConsent(Map.of("text", false, "email", false));
        Decision decision = decide(request, prefers(4, .2));
        // 4 is a text message; of none and three push messages the first of equals is none: 1 - .2 + .2/4
        assertThat(decision.getProbabilities().stream().mapToDouble(p -> p).toArray())
                .containsExactly(new double[] {.85, .05, .05, .05, 0, 0, 0, 0, 0, 0}, within(1e-12));
        assertThat(decision.getMasked())
                .extracting(MaskedAction::getAction, MaskedAction::getReason)
                .startsWith(tuple(4, "consent"))
                .hasSize(6);
    }

    @Test
    void decisionCarriesPriceSnapshotValuesAndCatalogue() {
        Answer answer = decider(GroupShares.agentOnly(), SEED)
                .decide(List.of(new RandomRequests(1).open("c")), Optional.of(prefers(6, 0)))
                .get(0);
        Decision decision = answer.decision();
        // catalogue.yaml: action 6 is the large discount by text
        assertThat(decision.getChannel()).isEqualTo("text");
        assertThat(decision.getPromotion()).isEqualTo("large");
        assertThat(decision.getMessageCost()).isEqualTo(.40);
        assertThat(decision.getDiscount()).isEqualTo(.25);
        assertThat(decision.getPropensity()).isEqualTo(1);
        assertThat(decision.getQValues()).containsExactly(0f, 0f, 0f, 0f, 0f, 0f, 1f, 0f, 0f, 0f);
        assertThat(decision.getSnapshot()).isEqualTo("test/1");
        assertThat(decision.getGroup()).isEqualTo(DecisionGroup.AGENT);
        assertThat(decision.getPolicy()).isEqualTo(new EpsilonGreedy(0).describe());
        assertThat(decision.getCatalogueHash()).isEqualTo(CATALOGUE.hash());
    }

    @Test
    void messageNamesItsTemplateAndExpires() {
        DecisionRequest request = new RandomRequests(1).open("c");
        request.setRequestedAt(Instant.parse("2026-03-01T10:00:00Z"));
        Answer answer = decider(GroupShares.agentOnly(), SEED)
                .decide(List.of(request), Optional.of(prefers(8, 0)))
                .get(0);
        MessageAction message = answer.message().orElseThrow();
        assertThat(message.getActionId()).isEqualTo(request.getDecisionId());
        assertThat(message.getTemplateKey()).isEqualTo("email/small");
        assertThat(message.getDiscount()).isEqualTo(.10);
        assertThat(message.getExpiresAt()).isEqualTo(Instant.parse("2026-03-01T11:00:00Z"));
        assertThat(message.getSnapshot()).isEqualTo("test/1");
    }

    @Test
    void withoutATtlAMessageDoesNotExpire() {
        Decider decider = new Decider(
                CATALOGUE,
                new GroupAssignment("s", GroupShares.agentOnly()),
                Guardrails.none(CATALOGUE),
                BeforeFirstSnapshot.RANDOM,
                SEED);
        Answer answer = decider.decide(List.of(new RandomRequests(1).open("c")), Optional.of(prefers(8, 0)))
                .get(0);
        assertThat(answer.message().orElseThrow().getExpiresAt()).isNull();
    }

    @Test
    void noneMakesNoMessage() {
        Answer answer = decider(GroupShares.agentOnly(), SEED)
                .decide(List.of(new RandomRequests(1).open("c")), Optional.of(prefers(0, 0)))
                .get(0);
        assertThat(answer.decision().getAction()).isZero();
        assertThat(answer.decision().getChannel()).isNull();
        assertThat(answer.decision().getMessageCost()).isZero();
        assertThat(answer.message()).isEmpty();
    }

    @Test
    void holdoutIsNeverMessagedWithOrWithoutAnAgent() {
        List<DecisionRequest> requests = new RandomRequests(11).list(1_000);
        Decider decider = decider(new GroupShares(1, 0), SEED);
        for (Optional<Agent> agent : List.of(Optional.<Agent>empty(), Optional.of(prefers(3, 1)))) {
            for (Answer answer : decider.decide(requests, agent)) {
                assertThat(answer.message()).isEmpty();
                assertThat(answer.decision().getAction()).isZero();
                assertThat(answer.decision().getPropensity()).isEqualTo(1);
                assertThat(answer.decision().getGroup()).isEqualTo(DecisionGroup.HOLDOUT);
                assertThat(answer.decision().getSnapshot()).isNull();
                assertThat(answer.decision().getMasked()).hasSize(9);
            }
        }
    }

    @Test
    void randomGroupIsUniformWhateverTheAgentWants() {
        Decider decider = decider(new GroupShares(0, 1), SEED);
        for (Answer answer : decider.decide(new RandomRequests(13).list(300), Optional.of(prefers(3, 0)))) {
            Decision decision = answer.decision();
            double each = 1.0 / (10 - decision.getMasked().size());
            assertThat(decision.getProbabilities())
                    .allSatisfy(p ->
                            assertThat(p == 0 || Math.abs(p - each) < 1e-12).isTrue());
            assertThat(decision.getQValues()).isNull();
            assertThat(decision.getSnapshot()).isNull();
        }
    }

    @Test
    void beforeTheFirstSnapshotTheAgentsCustomersExplore() {
        Decision decision = decider(GroupShares.agentOnly(), SEED)
                .decide(List.of(new RandomRequests(1).open("c")), Optional.empty())
                .get(0)
                .decision();
        assertThat(decision.getGroup()).isEqualTo(DecisionGroup.RANDOM);
        assertThat(decision.getProbabilities()).allSatisfy(p -> assertThat(p).isCloseTo(.1, within(1e-12)));
        assertThat(decision.getSnapshot()).isNull();
        assertThat(decision.getQValues()).isNull();
    }

    @Test
    void beforeTheFirstSnapshotTheAgentsCustomersCanBeLeftAlone() {
        Decider decider = new Decider(
                CATALOGUE,
                new GroupAssignment("s", GroupShares.agentOnly()),
                Guardrails.none(CATALOGUE),
                BeforeFirstSnapshot.NONE,
                SEED);
        for (Answer answer : decider.decide(new RandomRequests(1).list(200), Optional.empty())) {
            assertThat(answer.message()).isEmpty();
            assertThat(answer.decision().getPropensity()).isEqualTo(1);
            assertThat(answer.decision().getGroup()).isEqualTo(DecisionGroup.AGENT);
            assertThat(answer.decision().getPolicy()).isEqualTo("none(no snapshot)");
        }
    }

    @Test
    void valuesThatAreNotFiniteChooseNothing() {
        Agent broken = agent(
                (states, rows) -> {
                    float[] values = new float[rows * 10];
                    values[10 + 3] = Float.NaN;
                    values[20 + 3] = Float.POSITIVE_INFINITY;
                    return values;
                },
                1);
        List<DecisionRequest> requests = new RandomRequests(1).list(3);
        requests.forEach(request -> request.setConsent(Map.of()));
        requests.forEach(request -> request.setAllowedActions(null));
        List<Answer> answers = decider(GroupShares.agentOnly(), SEED).decide(requests, Optional.of(broken));
        assertThat(answers.get(0).decision().getPropensity()).isCloseTo(.1, within(1e-12));
        for (Answer answer : answers.subList(1, 3)) {
            assertThat(answer.message()).isEmpty();
            assertThat(answer.decision().getPropensity()).isEqualTo(1);
            assertThat(answer.decision().getQValues()).isNull();
            assertThat(answer.decision().getPolicy()).isEqualTo("none(q-values not finite)");
        }
    }

    @Test
    void networkIsAskedOncePerBatchAndOnlyForTheAgentsCustomers() {
        AtomicInteger calls = new AtomicInteger();
        AtomicInteger asked = new AtomicInteger();
        Agent counting = agent(
                (states, rows) -> {
                    calls.incrementAndGet();
                    asked.addAndGet(rows);
                    return new float[rows * 10];
                },
                0);
        List<Answer> answers =
                decider(new GroupShares(.3, .3), SEED).decide(new RandomRequests(1).list(500), Optional.of(counting));
        assertThat(calls).hasValue(1);
        assertThat(answers.stream()
                        .filter(answer -> answer.decision().getGroup() == DecisionGroup.AGENT)
                        .count())
                .isEqualTo(asked.get());
    }

    private static Decision decide(DecisionRequest request, Agent agent) {
        return decider(GroupShares.agentOnly(), SEED)
                .decide(List.of(request), Optional.of(agent))
                .get(0)
                .decision();
    }

    private static Decider decider(GroupShares shares, long seed) {
        return new Decider(
                CATALOGUE,
                new GroupAssignment("leaven", shares),
                new Guardrails(CATALOGUE, GuardrailRules.none(), Duration.ofHours(1)),
                BeforeFirstSnapshot.RANDOM,
                seed);
    }

    /** Values one action at 1 and the rest at 0. */
    private static Agent prefers(int action, double epsilon) {
        return agent(
                (states, rows) -> {
                    float[] values = new float[rows * 10];
                    for (int row = 0; row < rows; row++) {
                        values[row * 10 + action] = 1;
                    }
                    return values;
                },
                epsilon);
    }

    private static Agent agent(ValueFunction values, double epsilon) {
        return new Agent("test/1", StateEncoder.paper(), new EpsilonGreedy(epsilon), values, () -> {});
    }

    private static Agent network(double epsilon) {
        Snapshot snapshot = Snapshots.random("test", 1, NETWORK, CATALOGUE.hash(), epsilon);
        return Agent.open(snapshot, PolicyChoice.epsilonGreedy());
    }

    private static List<Integer> actions(List<Answer> answers) {
        return answers.stream().map(answer -> answer.decision().getAction()).toList();
    }

    private static long randomSeed() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        return seed;
    }
}
