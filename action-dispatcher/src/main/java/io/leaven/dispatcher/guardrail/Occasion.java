package io.leaven.dispatcher.guardrail;

import io.leaven.dispatcher.guardrail.history.MessageHistory;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;

/**
 * All that a rule may look at: the request, what the customer's profile says, what was sent before, and when a message would
 * go out. For one thread.
 */
public final class Occasion {

    private final DecisionRequest request;
    private final CustomerProfile profile;
    private final SendLedger ledger;
    private final MessageHistory history;
    private final long now;
    private final SendTime[] sendTimes;

    Occasion(DecisionRequest request, CustomerProfile profile, SendLedger ledger, long now, SendTime[] sendTimes) {
        this.request = request;
        this.profile = profile;
        this.ledger = ledger;
        this.history = ledger.of(request.getCustomerId());
        this.now = now;
        this.sendTimes = sendTimes;
    }

    public DecisionRequest request() {
        return request;
    }

    /** Whether the customer said yes or no to a channel; null if neither. */
    Boolean consent(String channel) {
        Boolean own = profile == null ? null : profile.getConsent().get(channel);
        return own == null ? request.getConsent().get(channel) : own;
    }

    /** Whether a channel was closed to the customer for another reason than consent. */
    boolean suppressed(String channel) {
        return profile != null && profile.getSuppressed().contains(channel);
    }

    /** Whether the customer is known to have no address for a channel. */
    boolean unreachable(String channel) {
        if (profile != null && profile.getAddresses() != null) {
            return !profile.getAddresses().containsKey(channel);
        }
        return request.getReachable() != null && !request.getReachable().contains(channel);
    }

    /** What went to the customer before. */
    MessageHistory history() {
        return history;
    }

    /** What went to all customers of the partition. */
    SendLedger ledger() {
        return ledger;
    }

    /** UTC milliseconds. */
    public long now() {
        return now;
    }

    /**
     * When a message would go out.
     *
     * @param channel by position in the catalogue
     */
    public SendTime sendTime(int channel) {
        return sendTimes[channel];
    }
}
