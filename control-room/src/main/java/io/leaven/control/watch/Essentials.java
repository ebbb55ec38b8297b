package io.leaven.control.watch;

import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CausalModel;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.DeliveryReceipt;
import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.MediaMixModel;
import io.leaven.schemas.MediaSpend;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.schemas.UpliftModel;
import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;

/** What a person wants to see of a record, in a few words. */
final class Essentials {

    private final Map<Class<?>, Function<SpecificRecord, String>> byType = new HashMap<>();
    private final Palette palette;

    Essentials(Palette palette) {
        this.palette = palette;
        put(CustomerEvent.class, this::event);
        put(DecisionRequest.class, this::request);
        put(Decision.class, this::decision);
        put(MessageAction.class, this::action);
        put(Transition.class, this::transition);
        put(CausalModel.class, this::causalModel);
        put(AgentSnapshot.class, this::snapshot);
        put(SnapshotOrder.class, this::order);
        put(DeliveryReceipt.class, this::receipt);
        put(CustomerProfile.class, this::profile);
        put(MediaSpend.class, this::mediaSpend);
        put(ExperimentOutcome.class, this::experiment);
        put(DeadLetter.class, this::deadLetter);
    }

    private <T extends SpecificRecord> void put(Class<T> type, Function<T, String> words) {
        byType.put(type, record -> words.apply(type.cast(record)));
    }

    /** The words for a record of any topic. */
    String of(SpecificRecord record) {
        return byType.get(record.getClass()).apply(record);
    }

    private String event(CustomerEvent event) {
        String outcome;
        if (event.getStep() == 0) {
            outcome = "enrolled: " + customer(event.getAttributes());
        } else if (event.getPurchased()) {
            outcome = palette.good("bought for " + money(event.getTicket()));
        } else {
            outcome = palette.faint("no purchase");
        }
        return step(event.getStep()) + tier(event.getTier()) + "  " + outcome
                + (event.getNext() == NextStep.END ? palette.notable("  end") : "");
    }

    private String request(DecisionRequest request) {
        CustomerState state = request.getState();
        return step(request.getStep()) + tier(state.getTier()) + "  " + customer(state.getAttributes()) + ", "
                + past(state.getMessages(), "message", state.getStepsSinceMessage()) + ", "
                + past(state.getPurchases(), "purchase", state.getStepsSincePurchase());
    }

    private String decision(Decision decision) {
        return step(decision.getStep())
                + message(decision.getChannel(), decision.getPromotion())
                + String.format(Locale.ROOT, "  probability %.3f", decision.getPropensity())
                + value(decision)
                + palette.faint("  by " + decision.getPolicy() + optional(", ", decision.getSnapshot()) + ", group "
                        + lower(decision.getGroup()))
                + (decision.getMasked().isEmpty()
                        ? ""
                        : palette.notable("  masked " + decision.getMasked().size()));
    }

    private static String value(Decision decision) {
        return decision.getQValues() == null
                ? ""
                : String.format(Locale.ROOT, "  Q %.2f", decision.getQValues().get(decision.getAction()));
    }

    private String action(MessageAction action) {
        return step(action.getStep())
                + message(action.getChannel(), action.getPromotion())
                + (action.getDiscount() == 0
                        ? ""
                        : String.format(Locale.ROOT, "  %.0f%% off", 100 * action.getDiscount()))
                + palette.faint("  id " + action.getActionId() + ", template " + action.getTemplateKey()
                        + optional(", ", action.getSnapshot()));
    }

    private String transition(Transition transition) {
        Tier before = transition.getState().getTier();
        Tier after = transition.getNextState().getTier();
        return step(transition.getStep())
                + message(transition.getChannel(), transition.getPromotion())
                + "  " + tier(before).strip() + " to " + tier(after).strip()
                + "  reward " + palette.strong(signed(transition.getReward().getTotal()))
                + palette.faint(terms(transition.getReward()))
                + (transition.getTerminal() ? palette.notable("  end") : "");
    }

    private static String terms(RewardLedger ledger) {
        Map<String, Double> terms = new LinkedHashMap<>();
        terms.put("ticket", ledger.getTicket());
        terms.put("uplift", ledger.getUplift());
        terms.put("tier up", ledger.getTierUp());
        terms.put("gold kept", ledger.getGoldKept());
        terms.put("tier drop", ledger.getTierDrop());
        terms.put("message", ledger.getMessageCost());
        terms.put("discount", ledger.getDiscountCost());
        terms.put("fatigue", ledger.getFatigue());
        terms.put("opened", ledger.getOpened());
        terms.put("clicked", ledger.getClicked());
        String text = terms.entrySet().stream()
                .filter(term -> term.getValue() != 0)
                .map(term -> term.getKey() + " " + signed(term.getValue()))
                .collect(Collectors.joining(", "));
        return text.isEmpty() ? "" : " (" + text + ")";
    }

    private String causalModel(CausalModel model) {
        String content;
        if (model.getModel() instanceof UpliftModel uplift) {
            content = uplift.getLearner() + ", rows: "
                    + Stream.concat(Stream.of(uplift.getControl()), uplift.getArms().stream())
                            .map(arm -> arm.getName() + " " + count(arm.getRows()))
                            .collect(Collectors.joining(", "));
        } else if (model.getModel() instanceof MediaMixModel mix) {
            content = "media mix, weights: "
                    + mix.getChannels().stream()
                            .map(channel -> String.format(
                                    Locale.ROOT,
                                    "%s %.2f (sd %.2f)",
                                    channel.getChannel(),
                                    channel.getWeight(),
                                    channel.getSd()))
                            .collect(Collectors.joining(", "));
        } else {
            content = "a model of an unknown kind";
        }
        return palette.strong(model.getVersion()) + "  " + content + measured(model.getDiagnostics());
    }

    private String snapshot(AgentSnapshot snapshot) {
        return palette.strong(snapshot.getAgent() + " version " + snapshot.getVersion()) + "  "
                + snapshot.getAlgorithm() + " "
                + snapshot.getLayers().stream().map(String::valueOf).collect(Collectors.joining("-"))
                + "  " + count(snapshot.getTransitions()) + " transitions, " + count(snapshot.getGradientSteps())
                + " gradient steps, epsilon " + decimal(snapshot.getEpsilon()) + measured(snapshot.getEvaluation());
    }

    private String order(SnapshotOrder order) {
        String words = order.getKind().name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + order.getAgent()
                + (order.getVersion() > 0 ? "/" + order.getVersion() : "")
                + (order.getBackTo() == null ? "" : " to " + order.getBackTo());
        return (order.getKind() == SnapshotOrderKind.ROLL_BACK ? palette.bad(words) : palette.notable(words))
                + palette.faint("  by " + order.getOrderedBy() + ": " + order.getReason());
    }

    private String receipt(DeliveryReceipt receipt) {
        DeliveryStatus status = receipt.getStatus();
        String words = lower(status);
        String shown = switch (status) {
            case SENT -> words;
            case DELIVERED, OPENED, CLICKED -> palette.good(words);
            case BOUNCED, COMPLAINED, UNSUBSCRIBED, EXPIRED, FAILED -> palette.bad(words);
        };
        return shown + " by " + receipt.getBackend() + palette.faint("  id " + receipt.getActionId())
                + optional("  ", receipt.getDetail());
    }

    private String profile(CustomerProfile profile) {
        return "profile  consent " + new TreeMap<>(profile.getConsent())
                + optional("  time zone ", profile.getTimeZone())
                + (profile.getSuppressed().isEmpty() ? "" : "  suppressed " + profile.getSuppressed());
    }

    private String mediaSpend(MediaSpend week) {
        return "spend: "
                + new TreeMap<>(week.getSpend())
                        .entrySet().stream()
                                .map(channel -> channel.getKey() + " " + decimal(channel.getValue()))
                                .collect(Collectors.joining(", "))
                + "  revenue " + palette.strong(decimal(week.getRevenue()));
    }

    private String experiment(ExperimentOutcome outcome) {
        return step(outcome.getState().getStep()) + tier(outcome.getState().getTier()) + "  "
                + message(outcome.getChannel(), outcome.getArm()) + "  outcome "
                + palette.strong(money(outcome.getOutcome()));
    }

    private String deadLetter(DeadLetter letter) {
        return "refused by " + letter.getApp() + ": "
                + palette.bad(letter.getErrorClass() + ": " + letter.getErrorText())
                + palette.faint("  "
                        + (letter.getValue() == null
                                ? "no value"
                                : letter.getValue().remaining() + " bytes"));
    }

    private String step(int step) {
        return palette.faint("step ") + String.format(Locale.ROOT, "%-4d", step);
    }

    private String tier(Tier tier) {
        String name = String.format(Locale.ROOT, "%-6s", lower(tier));
        return tier == Tier.GOLD ? palette.notable(name) : name;
    }

    private String message(String channel, String promotion) {
        return channel == null
                ? palette.faint(String.format("%-12s", "no message"))
                : palette.good(String.format("%-12s", channel + "/" + promotion));
    }

    private static String customer(CustomerAttributes attributes) {
        return attributes.getAge() + ", " + lower(attributes.getGender()) + ", "
                + String.format(Locale.ROOT, "%.1f miles", attributes.getDistanceMiles());
    }

    private static String past(int times, String what, int stepsSince) {
        String plural = times == 1 ? "" : "s";
        String since = stepsSince < 0 ? "" : " (last " + stepsSince + " steps ago)";
        return times + " " + what + plural + since;
    }

    private String measured(Map<String, Double> values) {
        return values.isEmpty()
                ? ""
                : palette.faint("  "
                        + new TreeMap<>(values)
                                .entrySet().stream()
                                        .map(value -> value.getKey() + "=" + decimal(value.getValue()))
                                        .collect(Collectors.joining(" ")));
    }

    private static String optional(String before, String text) {
        return text == null ? "" : before + text;
    }

    private static String lower(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static String money(double dollars) {
        return String.format(Locale.ROOT, "$%.2f", dollars);
    }

    private static String signed(double dollars) {
        return String.format(Locale.ROOT, "%+.2f", dollars);
    }

    private static String count(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    /** Up to four significant digits. */
    private static String decimal(double value) {
        return Double.isFinite(value)
                ? new BigDecimal(value)
                        .round(new MathContext(4))
                        .stripTrailingZeros()
                        .toPlainString()
                : Double.toString(value);
    }
}
