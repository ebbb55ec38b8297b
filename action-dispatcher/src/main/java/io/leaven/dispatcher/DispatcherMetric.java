package io.leaven.dispatcher;

import io.leaven.app.Metric;

/** Every metric of the dispatcher. */
public enum DispatcherMetric implements Metric {
    REQUESTS("leaven.dispatcher.requests", "Records read from the requests topic and committed, refused ones too"),
    DECISIONS("leaven.dispatcher.decisions", "Decisions committed"),
    ACTIONS("leaven.dispatcher.actions", "Decisions committed that are a message"),
    DEAD_LETTERS("leaven.dispatcher.dead.letters", "Requests, snapshots, orders and profiles refused"),
    SNAPSHOTS_REFUSED("leaven.dispatcher.snapshots.refused", "Snapshots that cannot be used"),
    SNAPSHOTS_HELD_BACK(
            "leaven.dispatcher.snapshots.held.back", "Snapshots left aside because the trainer's gate refused them"),
    SNAPSHOTS_ROLLED_BACK(
            "leaven.dispatcher.snapshots.rolled.back",
            "Live snapshots rolled back because they left a control band here"),
    ALARMS(
            "leaven.dispatcher.bands.alarms",
            "How often a live snapshot left a control band here, whether there was one to go back to or not"),
    BAND_CUSTOMERS("leaven.dispatcher.bands.customers", "Customers in the trial of the newest snapshot"),
    BAND_SHARE(
            "leaven.dispatcher.bands.share.change",
            "Largest change of an action's share in that trial, on the same requests"),
    BAND_VALUE(
            "leaven.dispatcher.bands.value.ratio",
            "Mean highest Q-value in that trial, in multiples of that of the last good snapshot"),
    LIFT(
            "leaven.dispatcher.bands.lift",
            "The live snapshot's lift against the holdout, dollars a step; no number while it is not known"),
    GUARDRAILS_REFUSED("leaven.dispatcher.guardrails.refused", "Changes of the guardrails' file that cannot be used"),
    PROFILES("leaven.dispatcher.profiles", "Customers with a profile"),
    ROLLBACKS("leaven.dispatcher.rollbacks", "Polls whose transaction failed and was made again"),
    SNAPSHOT_VERSION("leaven.dispatcher.snapshot.version", "Version of the snapshot that decides, 0 before the first"),
    BATCH("leaven.dispatcher.batch", "Requests in a transaction"),
    DECIDE("leaven.dispatcher.decide", "Time from the bytes of a poll to its answers in bytes"),
    COMMIT("leaven.dispatcher.commit", "Time to send and commit a transaction");

    private final String id;
    private final String description;

    DispatcherMetric(String id, String description) {
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
