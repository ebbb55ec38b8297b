package io.leaven.dispatcher.guardrail;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.MarketingAction;
import io.leaven.dispatcher.guardrail.history.LedgerPlan;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.rules.Cap;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rules at work on a catalogue: what is open on an occasion, when a message goes out, what a discount costs the budget.
 * Pure but for the ledger that it is given, and safe for use by several threads with a ledger each.
 */
public final class Guardrails {

    private final ActionCatalogue catalogue;
    private final GuardrailRules rules;
    private final List<Guardrail> guardrails;
    private final SendSchedule schedule;
    private final LedgerPlan ledgerPlan;

    /** @param requestTtl how long after the request's time a message may go out; zero for no limit */
    public Guardrails(ActionCatalogue catalogue, GuardrailRules rules, Duration requestTtl) {
        this.catalogue = catalogue;
        this.rules = rules;
        this.schedule = new SendSchedule(catalogue.channels(), rules, requestTtl);
        this.ledgerPlan = planOf(rules);
        List<Guardrail> all = new ArrayList<>(List.of(
                new AllowedActionsGuardrail(catalogue),
                new ConsentGuardrail(catalogue, rules),
                new SuppressionGuardrail(catalogue, rules),
                new ReachabilityGuardrail(catalogue, rules),
                new QuietHoursGuardrail(catalogue),
                new ExpiryGuardrail(catalogue)));
        if (hasCaps(rules)) {
            all.add(new FrequencyCapGuardrail(catalogue, rules));
        }
        rules.minimumGap().ifPresent(gap -> all.add(new MinimumGapGuardrail(catalogue, gap)));
        if (rules.doNotDisturb()) {
            all.add(new DoNotDisturbGuardrail(catalogue));
        }
        rules.discountBudget().ifPresent(budget -> all.add(new DiscountBudgetGuardrail(catalogue, budget)));
        rules.sendRate().ifPresent(rate -> all.add(new SendRateGuardrail(catalogue, rate)));
        this.guardrails = List.copyOf(all);
    }

    /** Only what is known of each customer: consent and reachability. */
    public static Guardrails none(ActionCatalogue catalogue) {
        return new Guardrails(catalogue, GuardrailRules.none(), Duration.ZERO);
    }

    /** Version of the rules; empty without any. */
    public Optional<String> version() {
        return rules.version();
    }

    /** What a ledger must remember. */
    public LedgerPlan ledgerPlan() {
        return ledgerPlan;
    }

    /**
     * What a request meets.
     *
     * @param profile null if there is none
     * @param now UTC milliseconds
     */
    public Occasion occasion(DecisionRequest request, CustomerProfile profile, SendLedger ledger, long now) {
        return new Occasion(request, profile, ledger, now, schedule.times(request, profile, now));
    }

    /** What the rules leave open; the first rule that closes an action gives the reason. */
    public OpenActions open(Occasion occasion) {
        OpenActions open = OpenActions.all(catalogue.size());
        for (Guardrail guardrail : guardrails) {
            open = open.only(guardrail.allowed(occasion), guardrail.reason());
        }
        return open;
    }

    /** What a dollar of the discount budget costs on an occasion; 0 without a budget. */
    public double price(Occasion occasion) {
        return occasion.ledger().price(occasion.now());
    }

    /** Dollars of the discount budget that a message with a discount reserves; 0 without a budget. */
    public double charge(double discount) {
        return rules.discountBudget().map(budget -> budget.charge(discount)).orElse(0.0);
    }

    /** When a message would go out. */
    public SendTime sendTime(Occasion occasion, MarketingAction action) {
        return occasion.sendTime(catalogue.channels().indexOf(action.channel()));
    }

    /** Writes a chosen message into the ledger. */
    public void sent(Occasion occasion, MarketingAction action) {
        occasion.ledger()
                .decided(
                        occasion.request().getCustomerId(),
                        action.channel(),
                        occasion.now(),
                        sendTime(occasion, action).at(),
                        charge(action.discount()));
    }

    private boolean hasCaps(GuardrailRules of) {
        return !of.caps().isEmpty()
                || catalogue.channels().stream()
                        .anyMatch(channel -> !of.channel(channel).caps().isEmpty());
    }

    private static LedgerPlan planOf(GuardrailRules rules) {
        long customer = Stream.concat(
                        Stream.concat(
                                        rules.caps().stream(),
                                        rules.channels().values().stream().flatMap(channel -> channel.caps().stream()))
                                .map(Cap::window),
                        rules.minimumGap().stream())
                .mapToLong(Duration::toMillis)
                .max()
                .orElse(0);
        long rate = rules.sendRate().map(cap -> cap.window().toMillis()).orElse(0L);
        return rules.discountBudget()
                .map(budget -> new LedgerPlan(
                        customer, rate, budget.window().toMillis(), budget.dollars(), budget.priceStep()))
                .orElse(new LedgerPlan(customer, rate, 0, 0, 0));
    }
}
