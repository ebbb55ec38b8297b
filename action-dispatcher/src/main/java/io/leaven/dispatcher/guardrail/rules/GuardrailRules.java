package io.leaven.dispatcher.guardrail.rules;

import java.time.Duration;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What a team lays down in {@code guardrails.yaml}.
 *
 * @param version changes with any byte of the file; empty without a file
 * @param zone of customers whose time zone is not known
 * @param channels every channel of the catalogue by name
 * @param caps over all channels; all of them hold
 * @param minimumGap between any two messages to a customer
 * @param doNotDisturb whether a promotion that surely does harm is closed
 * @param sendRate messages to all customers together
 */
public record GuardrailRules(
        Optional<String> version,
        ZoneId zone,
        Map<String, ChannelRules> channels,
        List<Cap> caps,
        Optional<Duration> minimumGap,
        boolean doNotDisturb,
        Optional<DiscountBudget> discountBudget,
        Optional<Cap> sendRate) {

    /** The longest window that a rule may look back: what the topic of messages is kept for. */
    public static final Duration LONGEST = Duration.ofDays(90);

    private static final ChannelRules OPEN =
            new ChannelRules(true, false, true, List.of(), Optional.empty(), Optional.empty());

    public GuardrailRules {
        channels = Map.copyOf(channels);
        caps = List.copyOf(caps);
    }

    /** Only consent and reachability, as they are known of each customer. */
    public static GuardrailRules none() {
        return new GuardrailRules(
                Optional.empty(),
                ZoneOffset.UTC,
                Map.of(),
                List.of(),
                Optional.empty(),
                false,
                Optional.empty(),
                Optional.empty());
    }

    /** The rules of a channel; every channel has some. */
    public ChannelRules channel(String name) {
        return channels.getOrDefault(name, OPEN);
    }
}
