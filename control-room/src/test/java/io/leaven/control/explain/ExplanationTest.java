package io.leaven.control.explain;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.agent.action.ActionCatalogue;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.ShadowDecision;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class ExplanationTest {

    private static final ActionCatalogue NAMES = ActionCatalogue.standard();

    @Test
    void everyActionStandsWithItsValueMaskAndProbability() {
        String text = Explanation.of(decision(), NAMES).toText();
        assertThat(text)
                .contains("decision c-17:12, requested at 2026-03-10T12:00:00Z")
                .contains("group AGENT, policy epsilon-greedy(0.1), snapshot dqn/3, guardrails 0123456789abcdef")
                .contains("a dollar of the discount budget cost 0.500")
                .containsPattern("(?m)^> +2 +small-push +2\\.000 +0\\.9125$")
                .containsPattern("(?m)^ +4 +ad-text +4\\.000 +0\\.0000 +frequency-cap$");
        assertThat(text.lines().filter(line -> line.contains("-"))).hasSizeGreaterThanOrEqualTo(9);
    }

    @Test
    void jsonHoldsTheSame() throws Exception {
        JsonNode json =
                new ObjectMapper().readTree(Explanation.of(decision(), NAMES).toJson());
        assertThat(json.get("guardrails").asText()).isEqualTo("0123456789abcdef");
        assertThat(json.get("actions")).hasSize(10);
        JsonNode chosen = json.get("actions").get(2);
        assertThat(chosen.get("chosen").asBoolean()).isTrue();
        assertThat(chosen.get("qValue").asDouble()).isEqualTo(2);
        assertThat(chosen.get("mask").isNull()).isTrue();
        assertThat(json.get("actions").get(5).get("mask").asText()).isEqualTo("frequency-cap");
    }

    @Test
    void whatTheShadowWouldHaveChosenStandsBesideIt() throws Exception {
        Decision decision = decision();
        decision.setShadow(
                new ShadowDecision("dqn/4", 7, .25, List.of(0f, 10f, 20f, 30f, 40f, 50f, 60f, 70f, 80f, 90f)));
        Explanation explanation = Explanation.of(decision, NAMES);
        assertThat(explanation.toText())
                .contains("in shadow dqn/4 would have chosen ad-email; to what was chosen it gives probability 0.2500")
                .containsPattern("(?m)^> +2 +small-push +2\\.000 +20\\.000 +0\\.9125$");
        JsonNode json = new ObjectMapper().readTree(explanation.toJson());
        assertThat(json.get("shadow").get("action").asInt()).isEqualTo(7);
        assertThat(json.get("actions").get(2).get("shadowQValue").asDouble()).isEqualTo(20);
        assertThat(new ObjectMapper()
                        .readTree(Explanation.of(decision(), NAMES).toJson())
                        .get("shadow")
                        .isNull())
                .isTrue();
        decision.getShadow().setQValues(null);
        assertThat(Explanation.of(decision, NAMES).toText())
                .containsPattern("(?m)^> +2 +small-push +2\\.000 +- +0\\.9125$");
    }

    @Test
    void actionsOfAnotherCatalogueHaveNoNames() {
        Decision decision = decision();
        decision.setCatalogueHash("ffffffffffffffff");
        decision.setQValues(null);
        assertThat(Explanation.of(decision, NAMES).toText())
                .contains("the actions are of catalogue ffffffffffffffff")
                .doesNotContain("small-push")
                .containsPattern("(?m)^> +2 +- +0\\.9125$");
    }

    private static Decision decision() {
        return Decision.newBuilder()
                .setDecisionId("c-17:12")
                .setCustomerId("c-17")
                .setStep(12)
                .setRequestedAt(Instant.parse("2026-03-10T12:00:00Z"))
                .setAction(2)
                .setChannel("push")
                .setPromotion("small")
                .setPropensity(.9125)
                .setProbabilities(List.of(.0125, .0125, .9125, .0125, 0.0, 0.0, 0.0, .0125, .0125, .0125))
                .setQValues(List.of(0f, 1f, 2f, 3f, 4f, 5f, 6f, 7f, 8f, 9f))
                .setMasked(List.of(
                        new MaskedAction(4, "frequency-cap"),
                        new MaskedAction(5, "frequency-cap"),
                        new MaskedAction(6, "frequency-cap")))
                .setGroup(DecisionGroup.AGENT)
                .setPolicy("epsilon-greedy(0.1)")
                .setSnapshot("dqn/3")
                .setCatalogueHash(NAMES.hash())
                .setGuardrails("0123456789abcdef")
                .setDiscountPrice(.5)
                .build();
    }
}
