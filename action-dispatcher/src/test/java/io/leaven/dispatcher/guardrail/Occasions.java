package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.dispatcher.guardrail.rules.GuardrailFile;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;

/** Rules written as in a file, and what they say of a request. */
public final class Occasions {

    public static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();

    private final Guardrails guardrails;
    private final SendLedger ledger;

    private Occasions(Guardrails guardrails) {
        this.guardrails = guardrails;
        this.ledger = new SendLedger(guardrails.ledgerPlan(), Share.WHOLE);
    }

    /** Rules of lines as in {@code guardrails.yaml}. */
    public static Guardrails rules(String... lines) {
        String text = String.join("\n", lines) + "\n";
        return new Guardrails(CATALOGUE, GuardrailFile.parse(text, "rules.yaml", CATALOGUE.channels()), Duration.ZERO);
    }

    static Occasions by(String... lines) {
        return new Occasions(rules(lines));
    }

    /** The open actions. */
    IntStream open(DecisionRequest request, CustomerProfile profile, String now) {
        return guardrails.open(occasion(request, profile, now)).mask().stream();
    }

    IntStream open(DecisionRequest request, String now) {
        return open(request, null, now);
    }

    /** The reason against an action; null if it is open. */
    String reason(DecisionRequest request, String now, int action) {
        return guardrails.open(occasion(request, null, now)).masked().stream()
                .filter(masked -> masked.getAction() == action)
                .map(masked -> masked.getReason())
                .findFirst()
                .orElse(null);
    }

    Occasion occasion(DecisionRequest request, CustomerProfile profile, String now) {
        return guardrails.occasion(request, profile, ledger, Instant.parse(now).toEpochMilli());
    }

    /** Sends an action now. */
    Occasions sent(DecisionRequest request, String now, int action) {
        guardrails.sent(occasion(request, null, now), CATALOGUE.action(action));
        return this;
    }

    SendTime sendTime(DecisionRequest request, String now, int action) {
        return guardrails.sendTime(occasion(request, null, now), CATALOGUE.action(action));
    }
}
