package io.leaven.app.operations;

import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/** All metrics as text, read once a second at most: many clients who are slow to read share one copy in memory. */
final class Scrape {

    private static final long FRESH_NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Supplier<String> metrics;
    private byte[] text;
    private long readAt;

    Scrape(Supplier<String> metrics) {
        this.metrics = metrics;
    }

    synchronized byte[] text() {
        long now = System.nanoTime();
        if (text == null || now - readAt >= FRESH_NANOS) {
            text = metrics.get().getBytes(StandardCharsets.UTF_8);
            readAt = now;
        }
        return text;
    }
}
