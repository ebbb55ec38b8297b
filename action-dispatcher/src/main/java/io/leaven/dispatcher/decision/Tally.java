package io.leaven.dispatcher.decision;

import java.util.concurrent.atomic.LongAdder;

/** What was done since the start. Decisions count when they are committed. Safe for use by several threads. */
public final class Tally {

    private final LongAdder requests = new LongAdder();
    private final LongAdder decisions = new LongAdder();
    private final LongAdder actions = new LongAdder();
    private final LongAdder deadLetters = new LongAdder();
    private final LongAdder snapshotsRefused = new LongAdder();
    private final LongAdder snapshotsHeldBack = new LongAdder();
    private final LongAdder alarms = new LongAdder();
    private final LongAdder snapshotsRolledBack = new LongAdder();
    private final LongAdder rollbacks = new LongAdder();
    private final LongAdder guardrailsRefused = new LongAdder();

    void committed(long requestsRead, long decided, long messages) {
        requests.add(requestsRead);
        decisions.add(decided);
        actions.add(messages);
        deadLetters.add(requestsRead - decided);
    }

    void snapshotRefused() {
        snapshotsRefused.increment();
        deadLetters.increment();
    }

    void snapshotHeldBack() {
        snapshotsHeldBack.increment();
    }

    /** An order of snapshots cannot be used. */
    void orderWasRefused() {
        deadLetters.increment();
    }

    /**
     * The live snapshot has left a band.
     *
     * @param rolledBack whether there was one to go back to
     */
    public void bandWasLeft(boolean rolledBack) {
        alarms.increment();
        if (rolledBack) {
            snapshotsRolledBack.increment();
        }
    }

    void rolledBack() {
        rollbacks.increment();
    }

    /** A change of the guardrails' file cannot be used. */
    public void guardrailsWereRefused() {
        guardrailsRefused.increment();
    }

    /** A record is no profile. */
    public void profileWasRefused() {
        deadLetters.increment();
    }

    public long guardrailsRefused() {
        return guardrailsRefused.sum();
    }

    /** Records read from the requests topic, bad ones too. */
    public long requests() {
        return requests.sum();
    }

    public long decisions() {
        return decisions.sum();
    }

    /** Decisions that are a message. */
    public long actions() {
        return actions.sum();
    }

    /** Records refused: requests, snapshots, orders and profiles. */
    public long deadLetters() {
        return deadLetters.sum();
    }

    public long snapshotsRefused() {
        return snapshotsRefused.sum();
    }

    /** Good snapshots that the trainer's gate refused. */
    public long snapshotsHeldBack() {
        return snapshotsHeldBack.sum();
    }

    /** How often a live snapshot left a band here. */
    public long alarms() {
        return alarms.sum();
    }

    /** Snapshots that were rolled back on account of that. */
    public long snapshotsRolledBack() {
        return snapshotsRolledBack.sum();
    }

    /** Transactions that failed and were made again. */
    public long rollbacks() {
        return rollbacks.sum();
    }
}
