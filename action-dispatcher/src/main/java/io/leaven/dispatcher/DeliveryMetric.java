package io.leaven.dispatcher;

import io.leaven.app.Metric;

/** Every metric of delivery. */
public enum DeliveryMetric implements Metric {
    READ("leaven.delivery.read", "Records read from the actions topic"),
    ATTEMPTS("leaven.delivery.attempts", "Attempts to send a message"),
    SENT("leaven.delivery.sent", "Messages that the backend took over"),
    RETRIES("leaven.delivery.retries", "Attempts that failed and are made again"),
    EXPIRED("leaven.delivery.expired", "Messages not sent because it was too late"),
    WITHHELD(
            "leaven.delivery.withheld",
            "Messages not sent because of consent, suppression or erasure since the decision"),
    FAILED("leaven.delivery.failed", "Messages that cannot be sent, or failed for the last time"),
    DEAD_LETTERS("leaven.delivery.dead.letters", "Actions in the dead letters: failed, or not readable"),
    SKIPPED("leaven.delivery.skipped", "Records read again after a restart that were done before"),
    PROFILES_REFUSED("leaven.delivery.profiles.refused", "Profiles that cannot be read; sent to dead letters"),
    IN_FLIGHT("leaven.delivery.in.flight", "Messages on their way now"),
    BUFFERED("leaven.delivery.buffered", "Messages in memory now"),
    ATTEMPT("leaven.delivery.attempt", "Time from an attempt to its outcome"),
    RECEIPTS("leaven.delivery.receipts", "Receipts from outside that were written"),
    RECEIPTS_REPEATED("leaven.delivery.receipts.repeated", "Receipts not further than what was known"),
    RECEIPTS_UNKNOWN("leaven.delivery.receipts.unknown", "Receipts of unknown actions; they are written, too"),
    RECEIPTS_FORGED(
            "leaven.delivery.receipts.forged",
            "Requests whose signature is not genuine, and made-up unsubscribe links"),
    RECEIPTS_REFUSED("leaven.delivery.receipts.refused", "Requests that make no sense or are too long"),
    RECEIPTS_LIMITED("leaven.delivery.receipts.limited", "Requests beyond the rate"),
    CONSENTS("leaven.delivery.consents", "Profiles changed by a bounce, a complaint or an unsubscription");

    private final String id;
    private final String description;

    DeliveryMetric(String id, String description) {
        this.id = id;
        this.description = description;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String description() {
        return description;
    }
}
