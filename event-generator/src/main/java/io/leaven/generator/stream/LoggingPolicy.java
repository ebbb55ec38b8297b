package io.leaven.generator.stream;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.action.ActionMask;
import io.leaven.agent.action.MarketingAction;
import io.leaven.agent.policy.UniformRandom;
import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.generator.world.CounterRandom;
import io.leaven.generator.world.CounterRandom.Draw;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Tier;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Decides for simulated customers without learning, and says with which probability: what a recorded log is made by. The
 * choice depends on seed, customer and step alone. Immutable.
 */
public final class LoggingPolicy {

    /** Every action with the same probability, as in the paper. */
    public static final String RANDOM = "random";

    /** By tier, as a marketing department would: confounded, since customers that buy anyway get the large discounts. */
    public static final String HISTORIC = "historic";

    /**
     * Random messages at a rate that differs from customer to customer, uniform between never and always: the log to learn from where
     * messages tire, since it knows rested customers, too.
     */
    public static final String VARIED = "varied";

    public static final List<String> NAMES = List.of(RANDOM, HISTORIC, VARIED);

    private static final List<String> HISTORIC_CHOICES = List.of("none", "ad", "small", "large");

    /** Shares of {@link #HISTORIC_CHOICES} by tier, of the specification; the channel is uniform. */
    private static final Map<Tier, List<Double>> HISTORIC_SHARES = Map.of(
            Tier.NONE, List.of(.55, .25, .15, .05),
            Tier.BRONZE, List.of(.45, .25, .20, .10),
            Tier.SILVER, List.of(.30, .20, .25, .25),
            Tier.GOLD, List.of(.10, .10, .10, .70));

    private final String description;
    private final ActionCatalogue catalogue;
    /** Empty for rates by customer. */
    private final Map<Tier, List<Double>> probabilities;

    private final CounterRandom random;

    private LoggingPolicy(
            String description, ActionCatalogue catalogue, Map<Tier, List<Double>> probabilities, long seed) {
        this.description = description;
        this.catalogue = catalogue;
        this.probabilities = probabilities;
        this.random = new CounterRandom(seed);
    }

    /**
     * The policy of that name.
     *
     * @throws UserError if there is none, or the catalogue does not have what it sends
     */
    public static LoggingPolicy named(String name, ActionCatalogue catalogue, long seed) {
        return switch (name) {
            case RANDOM -> random(catalogue, seed);
            case HISTORIC -> historic(catalogue, seed);
            case VARIED -> new LoggingPolicy("varied-rate", catalogue, Map.of(), seed);
            default ->
                throw new UserError("unknown policy '" + name + "'" + Suggestion.of(name, NAMES) + " Known policies: "
                        + String.join(", ", NAMES));
        };
    }

    private static LoggingPolicy random(ActionCatalogue catalogue, long seed) {
        UniformRandom uniform = new UniformRandom();
        List<Double> each = Arrays.stream(uniform.probabilities(null, ActionMask.all(catalogue.size())))
                .boxed()
                .toList();
        Map<Tier, List<Double>> byTier = new EnumMap<>(Tier.class);
        for (Tier tier : Tier.values()) {
            byTier.put(tier, each);
        }
        return new LoggingPolicy(uniform.describe(), catalogue, byTier, seed);
    }

    private static LoggingPolicy historic(ActionCatalogue catalogue, long seed) {
        List<String> wanted = HISTORIC_CHOICES.subList(1, HISTORIC_CHOICES.size());
        if (!catalogue.promotions().equals(wanted)) {
            throw new UserError("policy '" + HISTORIC + "' needs the promotions " + wanted + ", but the catalogue has "
                    + catalogue.promotions());
        }
        Map<Tier, List<Double>> byTier = new EnumMap<>(Tier.class);
        HISTORIC_SHARES.forEach((tier, shares) -> byTier.put(
                tier,
                catalogue.actions().stream()
                        .map(action -> action.isMessage()
                                ? shares.get(HISTORIC_CHOICES.indexOf(action.promotion()))
                                        / catalogue.channels().size()
                                : shares.get(0))
                        .toList()));
        return new LoggingPolicy("historic-by-tier", catalogue, byTier, seed);
    }

    public ActionCatalogue catalogue() {
        return catalogue;
    }

    /** Of each action of the catalogue, for one customer. */
    List<Double> probabilities(int customer, Tier tier) {
        if (!probabilities.isEmpty()) {
            return probabilities.get(tier);
        }
        double rate = random.uniform(customer, 0, Draw.MESSAGE_RATE);
        int messages = catalogue.size() - 1;
        return catalogue.actions().stream()
                .map(action -> action.isMessage() ? rate / messages : 1 - rate)
                .toList();
    }

    /**
     * The decision for one step of one customer.
     *
     * @param customer its number
     * @param step of the stream, 1 or more
     * @param requestedAt when the step before closed
     */
    Decision decide(int customer, String customerId, int step, Tier tier, Instant requestedAt) {
        List<Double> shares = probabilities(customer, tier);
        MarketingAction action = catalogue.action(draw(shares, random.uniform(customer, step - 1, Draw.ACTION)));
        return new Decision(
                customerId + ":" + step,
                customerId,
                step,
                requestedAt,
                action.index(),
                action.channel(),
                action.promotion(),
                action.cost(),
                action.discount(),
                shares.get(action.index()),
                shares,
                null,
                List.of(),
                DecisionGroup.LOGGED,
                description,
                null,
                catalogue.hash(),
                null,
                0.0,
                null);
    }

    private static int draw(List<Double> shares, double uniform) {
        double cumulative = 0;
        for (int action = 0; action < shares.size(); action++) {
            cumulative += shares.get(action);
            if (uniform < cumulative) {
                return action;
            }
        }
        return IntStream.range(0, shares.size())
                .filter(action -> shares.get(action) > 0)
                .max()
                .orElseThrow();
    }
}
