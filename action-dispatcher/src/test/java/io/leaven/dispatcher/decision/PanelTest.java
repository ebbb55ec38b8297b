package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.policy.EpsilonGreedy;
import io.leaven.agent.state.StateEncoder;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.group.GroupAssignment;
import io.leaven.dispatcher.group.GroupShares;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.snapshot.SnapshotTrial.Judgement;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.ShadowDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The second agents of a batch: what they say is written down, and changes nothing. */
class PanelTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final Guardrails RULES = Guardrails.none(CATALOGUE);

    private final List<DecisionRequest> requests = new RandomRequests(3).list(400);

    @Test
    void secondAgentsChangeNothingButTheRecordOfTheShadow() {
        List<Decision> alone = decide(Panel.of(Optional.of(prefers("dqn/1", 4, .3f))));
        List<Decision> watched = decide(new Panel(
                Optional.of(prefers("dqn/1", 4, .3f)),
                Optional.of(prefers("dqn/2", 7, 0)),
                Optional.of(prefers("dqn/0", 2, 0)),
                (customer, agent, reference) -> {}));
        assertThat(watched).anyMatch(decision -> decision.getShadow() != null);
        watched.forEach(decision -> decision.setShadow(null));
        assertThat(watched).isEqualTo(alone);
    }

    @Test
    void theShadowIsHeldToTheSameRulesAndHasTheSameDraw() {
        Panel panel = new Panel(
                Optional.of(prefers("dqn/1", 4, .5f)),
                Optional.of(prefers("dqn/2", 4, .5f)),
                Optional.empty(),
                (customer, agent, reference) -> {});
        for (Decision decision : decide(panel)) {
            if (decision.getGroup() != DecisionGroup.AGENT) {
                assertThat(decision.getShadow()).as("nobody was asked").isNull();
                continue;
            }
            ShadowDecision shadow = decision.getShadow();
            assertThat(shadow.getSnapshot()).isEqualTo("dqn/2");
            assertThat(shadow.getAction()).as("the same agent, the same draw").isEqualTo(decision.getAction());
            assertThat(shadow.getPropensity()).isEqualTo(decision.getPropensity());
            assertThat(shadow.getQValues()).isEqualTo(decision.getQValues());
        }
    }

    @Test
    void theShadowsPropensityIsOfTheActionThatWasTaken() {
        DecisionRequest open = new RandomRequests(1).open("c");
        Panel panel = new Panel(
                Optional.of(prefers("dqn/1", 4, 0)),
                Optional.of(prefers("dqn/2", 7, .5f)),
                Optional.empty(),
                (customer, agent, reference) -> {});
        Decision decision = decider(GroupShares.agentOnly())
                .decide(List.of(open), panel, Circumstances.blank(RULES))
                .get(0)
                .decision();
        assertThat(decision.getAction()).isEqualTo(4);
        assertThat(decision.getShadow().getPropensity()).isCloseTo(.5 / 10, within(1e-12));
    }

    @Test
    void aShadowWhoseValuesAreNotFiniteWouldSendNothing() {
        Panel panel = new Panel(
                Optional.of(prefers("dqn/1", 4, 0)),
                Optional.of(prefers("dqn/2", 7, 0, Float.NaN)),
                Optional.empty(),
                (customer, agent, reference) -> {});
        assertThat(decide(panel).stream().filter(decision -> decision.getShadow() != null))
                .isNotEmpty()
                .allSatisfy(decision -> {
                    assertThat(decision.getShadow().getAction()).isZero();
                    assertThat(decision.getShadow().getQValues()).isNull();
                });
    }

    @Test
    void theReferenceIsComparedOnEveryRequestOfTheAgentAndOnNoOther() {
        List<String> customers = new ArrayList<>();
        List<Judgement> judgements = new ArrayList<>();
        Panel panel = new Panel(
                Optional.of(prefers("dqn/1", 4, .5f)),
                Optional.empty(),
                Optional.of(prefers("dqn/0", 4, 0, 3)),
                (customer, agent, reference) -> {
                    customers.add(customer);
                    judgements.add(agent);
                    judgements.add(reference);
                });
        List<Decision> decisions = decide(panel);
        assertThat(customers)
                .containsExactlyElementsOf(decisions.stream()
                        .filter(decision -> decision.getGroup() == DecisionGroup.AGENT)
                        .map(Decision::getCustomerId)
                        .toList());
        assertThat(decisions).allMatch(decision -> decision.getShadow() == null);
        assertThat(judgements.get(0).highest()).isEqualTo(1);
        assertThat(judgements.get(1).highest()).isEqualTo(3);
        assertThat(judgements)
                .allSatisfy(judgement -> assertThat(java.util.Arrays.stream(judgement.probabilities())
                                .sum())
                        .isCloseTo(1, within(1e-9)));
    }

    @Test
    void beforeTheFirstSnapshotNobodyElseIsAskedEither() {
        Panel panel = new Panel(
                Optional.empty(),
                Optional.of(prefers("dqn/2", 7, 0)),
                Optional.of(prefers("dqn/0", 4, 0)),
                (customer, agent, reference) -> {
                    throw new AssertionError("there is nothing to compare");
                });
        assertThat(decide(panel)).allMatch(decision -> decision.getShadow() == null);
    }

    private List<Decision> decide(Panel panel) {
        return decider(new GroupShares(.1, .1)).decide(requests, panel, Circumstances.blank(RULES)).stream()
                .map(Answer::decision)
                .toList();
    }

    private static Decider decider(GroupShares shares) {
        return new Decider(CATALOGUE, new GroupAssignment("leaven", shares), RULES, BeforeFirstSnapshot.RANDOM, 5);
    }

    private static Agent prefers(String id, int action, float epsilon) {
        return prefers(id, action, epsilon, 1);
    }

    private static Agent prefers(String id, int action, float epsilon, float value) {
        ValueFunction values = (states, rows) -> {
            float[] all = new float[rows * 10];
            for (int row = 0; row < rows; row++) {
                all[row * 10 + action] = value;
            }
            return all;
        };
        return new Agent(id, StateEncoder.paper(), new EpsilonGreedy(epsilon), values, () -> {});
    }
}
