package io.leaven.dispatcher.delivery;

import java.time.Duration;
import java.util.Optional;

/**
 * What became of one attempt to send a message.
 *
 * <p>Where it was not sent there is a reason, which is logged, so nothing of the customer may stand in it, and maybe words: what
 * the other side said, which often repeats an address or the whole message. Words go into receipts and dead letters alone.
 */
public sealed interface SendOutcome {

    /** The backend has taken the message over. */
    record Sent(Optional<String> detail) implements SendOutcome {}

    /**
     * Not this time: it is tried again by the retry schedule.
     *
     * @param reason such as {@code HTTP 503}
     * @param words of the other side
     * @param after the backend's own wish; the next attempt is not made before, and for a while no other message is sent either
     */
    record RetryLater(String reason, Optional<String> words, Optional<Duration> after) implements SendOutcome {}

    /**
     * The backend wants no message any more, neither this nor another: delivery ends, and this message stays unsent.
     *
     * @param reason such as {@code HTTP 410}
     */
    record Disabled(String reason) implements SendOutcome {}

    /**
     * This message can never be sent: it goes to the dead letters.
     *
     * @param reason such as {@code HTTP 400}
     * @param words of the other side
     */
    record Failed(String reason, Optional<String> words) implements SendOutcome {}

    static SendOutcome sent() {
        return new Sent(Optional.empty());
    }

    static SendOutcome retryLater(String reason) {
        return new RetryLater(reason, Optional.empty(), Optional.empty());
    }

    /** @param words of the other side; null for none */
    static SendOutcome retryLater(String reason, String words) {
        return new RetryLater(reason, Optional.ofNullable(words), Optional.empty());
    }

    static SendOutcome failed(String reason) {
        return new Failed(reason, Optional.empty());
    }

    /** @param words of the other side; null for none */
    static SendOutcome failed(String reason, String words) {
        return new Failed(reason, Optional.ofNullable(words));
    }
}
