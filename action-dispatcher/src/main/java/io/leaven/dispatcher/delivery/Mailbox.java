package io.leaven.dispatcher.delivery;

import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** Brings what other threads report onto the delivery thread, so that all else there needs no locks. */
final class Mailbox {

    private final LinkedBlockingQueue<Runnable> events = new LinkedBlockingQueue<>();

    /** Called by any thread. */
    void post(Runnable event) {
        events.add(event);
    }

    /** Runs what was posted. */
    void handle() {
        run(events.poll());
    }

    /** The same, and waits that long for something if there is nothing. */
    void await(long milliseconds) throws InterruptedException {
        run(events.poll(milliseconds, TimeUnit.MILLISECONDS));
    }

    private void run(Runnable first) {
        for (Runnable event = first; event != null; event = events.poll()) {
            event.run();
        }
    }
}
