package io.leaven.dispatcher.delivery.receipt;

import java.util.concurrent.atomic.AtomicLong;

/** What came in at the receipts endpoint. Thread-safe. */
public final class ReceiptTally {

    final AtomicLong accepted = new AtomicLong();
    final AtomicLong repeated = new AtomicLong();
    final AtomicLong unknown = new AtomicLong();
    final AtomicLong forged = new AtomicLong();
    final AtomicLong refused = new AtomicLong();
    final AtomicLong limited = new AtomicLong();
    final AtomicLong consents = new AtomicLong();

    /** Receipts written, those of unknown actions among them. */
    public long accepted() {
        return accepted.get();
    }

    /** Receipts that were not further than what was known. */
    public long repeated() {
        return repeated.get();
    }

    /** Receipts of actions that were never sent from here, or so long ago that they are forgotten. */
    public long unknown() {
        return unknown.get();
    }

    /** Requests whose signature is not genuine. */
    public long forged() {
        return forged.get();
    }

    /** Requests that make no sense or are too long. */
    public long refused() {
        return refused.get();
    }

    /** Requests beyond the rate. */
    public long limited() {
        return limited.get();
    }

    /** Profiles changed by a bounce, a complaint or an unsubscription. */
    public long consents() {
        return consents.get();
    }
}
