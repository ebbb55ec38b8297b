package io.leaven.dispatcher.delivery;

import java.time.Duration;
import java.util.Optional;

/** What became of one attempt to send a message. */
public sealed interface SendOutcome {

    /** The backend has taken the message over. */
    record Sent(Optional<String> detail) implements SendOutcome {}

    /**
     * Not this time: it is tried again by the retry schedule.
     *
     * @param reason in words
     * @param after the backend's own wish; the next attempt is not made before, and for a while no other message is sent either
     */
    record RetryLater(String reason, Optional<Duration> after) implements SendOutcome {}

    /** The backend wants no message any more, neither this nor another: delivery ends, and this message stays unsent. */
    record Disabled(String reason) implements SendOutcome {}

    /** This message can never be sent: it goes to the dead letters. */
    record Failed(String reason) implements SendOutcome {}

    static SendOutcome sent() {
        return new Sent(Optional.empty());
    }

    static SendOutcome retryLater(String reason) {
        return new RetryLater(reason, Optional.empty());
    }

    static SendOutcome failed(String reason) {
        return new Failed(reason);
    }
}
