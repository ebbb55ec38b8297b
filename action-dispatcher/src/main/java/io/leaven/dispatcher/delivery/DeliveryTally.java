package io.leaven.dispatcher.delivery;

import java.util.concurrent.atomic.AtomicLong;

/** What delivery has done since its start. Safe for use by several threads. */
public final class DeliveryTally {

    final AtomicLong read = new AtomicLong();
    final AtomicLong sent = new AtomicLong();
    final AtomicLong attempts = new AtomicLong();
    final AtomicLong retries = new AtomicLong();
    final AtomicLong expired = new AtomicLong();
    final AtomicLong withheld = new AtomicLong();
    final AtomicLong failed = new AtomicLong();
    final AtomicLong deadLetters = new AtomicLong();
    final AtomicLong profilesRefused = new AtomicLong();
    final AtomicLong skipped = new AtomicLong();
    final AtomicLong inFlight = new AtomicLong();
    final AtomicLong buffered = new AtomicLong();

    /** Records read from the actions topic. */
    public long read() {
        return read.get();
    }

    /** Messages that the backend took over. */
    public long sent() {
        return sent.get();
    }

    /** Attempts to send a message. */
    public long attempts() {
        return attempts.get();
    }

    /** Attempts that are to be made again. */
    public long retries() {
        return retries.get();
    }

    /** Messages that were not sent because it was too late. */
    public long expired() {
        return expired.get();
    }

    /** Messages that were not sent because the customer no longer wants them. */
    public long withheld() {
        return withheld.get();
    }

    /** Messages that can never be sent, or were tried for the last time. */
    public long failed() {
        return failed.get();
    }

    /** Records in the dead letters: failed messages, and what is no message at all. */
    public long deadLetters() {
        return deadLetters.get();
    }

    /** A record among the profiles is none. */
    public void profileWasRefused() {
        profilesRefused.incrementAndGet();
    }

    /** Profiles that are none; in the dead letters, too, but not counted there. */
    public long profilesRefused() {
        return profilesRefused.get();
    }

    /** Records that were done before a restart. */
    public long skipped() {
        return skipped.get();
    }

    /** Messages on their way right now. */
    public long inFlight() {
        return inFlight.get();
    }

    /** Messages in memory right now, those on their way among them. */
    public long buffered() {
        return buffered.get();
    }

    /** Records that are done, one way or another. */
    public long done() {
        return sent() + expired() + withheld() + deadLetters();
    }
}
