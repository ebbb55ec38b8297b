package io.leaven.dispatcher.guardrail.rules;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The rules of one channel.
 *
 * @param send false suppresses the channel for everybody
 * @param optIn whether silence on consent means no
 * @param needsAddress whether a customer without an address cannot be reached
 * @param caps all of them hold
 * @param expireAfter how long after the decision a message may go out
 */
public record ChannelRules(
        boolean send,
        boolean optIn,
        boolean needsAddress,
        List<Cap> caps,
        Optional<QuietHours> quietHours,
        Optional<Duration> expireAfter) {

    public ChannelRules {
        caps = List.copyOf(caps);
    }
}
