package io.leaven.control.explain;

import com.fasterxml.jackson.annotation.JsonProperty;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.agent.action.ActionCatalogue;
import io.leaven.schemas.Decision;
import io.leaven.schemas.MaskedAction;
import io.leaven.schemas.ShadowDecision;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * A decision, laid out for people.
 *
 * @param group who decided: the agent, chance, nobody (the holdout), or another policy
 * @param snapshot null where no network was asked
 * @param guardrails version of the rules; null where there were none
 * @param discountPrice what a dollar of the discount budget cost
 * @param shadow what a second snapshot would have chosen; null where none was asked
 * @param actions every action of the catalogue, in order
 */
record Explanation(
        String decisionId,
        String customerId,
        int step,
        String requestedAt,
        String group,
        String policy,
        String snapshot,
        String guardrails,
        double discountPrice,
        String catalogueHash,
        Shadow shadow,
        List<Line> actions) {

    /**
     * A second snapshot.
     *
     * @param action that it would have chosen
     * @param propensity that it gives to the action that was taken
     */
    record Shadow(String snapshot, int action, double propensity) {}

    /**
     * One action.
     *
     * @param q null where no network was asked
     * @param shadowQ of the second snapshot; null where none was asked
     * @param mask what closed it; null if it was open
     */
    record Line(
            int action,
            String label,
            @JsonProperty("qValue") Float q,
            @JsonProperty("shadowQValue") Float shadowQ,
            String mask,
            double probability,
            boolean chosen) {}

    /** @param names of the actions, of effect if the decision was made on this catalogue */
    static Explanation of(Decision decision, ActionCatalogue names) {
        ShadowDecision shadow = decision.getShadow();
        boolean known = names.hash().equals(decision.getCatalogueHash());
        Map<Integer, String> masks = decision.getMasked().stream()
                .collect(Collectors.toMap(MaskedAction::getAction, MaskedAction::getReason, (first, second) -> first));
        List<Line> lines = new ArrayList<>();
        for (int action = 0; action < decision.getProbabilities().size(); action++) {
            lines.add(new Line(
                    action,
                    known ? names.action(action).label() : null,
                    decision.getQValues() == null ? null : decision.getQValues().get(action),
                    shadow == null || shadow.getQValues() == null
                            ? null
                            : shadow.getQValues().get(action),
                    masks.get(action),
                    decision.getProbabilities().get(action),
                    action == decision.getAction()));
        }
        return new Explanation(
                decision.getDecisionId(),
                decision.getCustomerId(),
                decision.getStep(),
                decision.getRequestedAt().toString(),
                decision.getGroup().name(),
                decision.getPolicy(),
                decision.getSnapshot(),
                decision.getGuardrails(),
                decision.getDiscountPrice(),
                decision.getCatalogueHash(),
                shadow == null ? null : new Shadow(shadow.getSnapshot(), shadow.getAction(), shadow.getPropensity()),
                lines);
    }

    String toJson() {
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(this)
                    + System.lineSeparator();
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("records are always JSON", e);
        }
    }

    String toText() {
        StringBuilder text = new StringBuilder();
        text.append(String.format(
                Locale.ROOT,
                "decision %s, requested at %s%ngroup %s, policy %s, snapshot %s, guardrails %s%n",
                decisionId,
                requestedAt,
                group,
                policy,
                orNone(snapshot),
                orNone(guardrails)));
        if (discountPrice > 0) {
            text.append(String.format(
                    Locale.ROOT,
                    "a dollar of the discount budget cost %.3f: the policy saw Q less that times what each action"
                            + " reserves%n",
                    discountPrice));
        }
        if (actions.stream().anyMatch(line -> line.label == null)) {
            text.append(String.format("the actions are of catalogue %s; --catalogue FILE names them%n", catalogueHash));
        }
        if (shadow != null) {
            text.append(String.format(
                    Locale.ROOT,
                    "in shadow %s would have chosen %s; to what was chosen it gives probability %.4f%n",
                    shadow.snapshot,
                    Optional.ofNullable(actions.get(shadow.action).label).orElse("action " + shadow.action),
                    shadow.propensity));
        }
        text.append(String.format(
                "%n  %6s  %-16s %10s%s %12s  %s%n",
                "action",
                "",
                "Q",
                shadow == null ? "" : String.format(" %10s", "shadow Q"),
                "probability",
                "closed by"));
        for (Line line : actions) {
            text.append(String.format(
                    Locale.ROOT,
                    "%s %6d  %-16s %10s%s %12.4f  %s%n",
                    line.chosen ? ">" : " ",
                    line.action,
                    line.label == null ? "" : line.label,
                    number(line.q),
                    shadow == null ? "" : String.format(" %10s", number(line.shadowQ)),
                    line.probability,
                    line.mask == null ? "" : line.mask));
        }
        return text.toString().replaceAll("(?m) +$", "");
    }

    private static String number(Float q) {
        return q == null ? "-" : String.format(Locale.ROOT, "%.3f", q);
    }

    private static String orNone(String text) {
        return text == null ? "none" : text;
    }
}
