package io.leaven.app;

import java.io.Console;
import java.io.PrintStream;
import java.time.Duration;
import java.util.Locale;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/**
 * Shows how far long work has come, on standard error: a bar on a terminal, elsewhere a line every few seconds and one at
 * the end. Safe for use by several threads.
 */
public final class Progress implements AutoCloseable {

    private static final Duration BETWEEN_LINES = Duration.ofSeconds(3);

    private final String label;
    private final long total;
    private final PrintStream out;
    private final ProgressBar bar;
    private final long started = System.nanoTime();
    private long lastLine = started;
    private long done;
    private boolean closed;

    private Progress(String label, long total, PrintStream out, boolean terminal) {
        this.label = label;
        this.total = total;
        this.out = out;
        this.bar = terminal
                ? new ProgressBarBuilder()
                        .setTaskName(label)
                        .setInitialMax(total)
                        .setStyle(ProgressBarStyle.ASCII)
                        .setUpdateIntervalMillis(200)
                        .build()
                : null;
        if (!terminal) {
            out.println(label + " ...");
        }
    }

    /**
     * Begins to show the progress of some work.
     *
     * @param label what is being done, such as {@code log 500 customers}
     * @param total how many steps there are; -1 if unknown
     */
    public static Progress start(String label, long total) {
        return new Progress(label, total, System.err, onTerminal());
    }

    /** From JDK 22 on there may be a console without a terminal, and a method that tells. */
    private static boolean onTerminal() {
        Console console = System.console();
        if (console == null) {
            return false;
        }
        try {
            return (boolean) Console.class.getMethod("isTerminal").invoke(console);
        } catch (ReflectiveOperationException e) {
            return true;
        }
    }

    /** For tests: lines to the given stream. */
    static Progress toLines(String label, long total, PrintStream out) {
        return new Progress(label, total, out, false);
    }

    /** Says how many steps are done in all. */
    public synchronized void to(long steps) {
        done = steps;
        if (bar != null) {
            bar.stepTo(steps);
        } else if (System.nanoTime() - lastLine > BETWEEN_LINES.toNanos()) {
            lastLine = System.nanoTime();
            out.println(line());
        }
    }

    /** Says that some more steps are done. */
    public synchronized void by(long steps) {
        to(done + steps);
    }

    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        if (bar != null) {
            bar.close();
        } else {
            out.println(line() + String.format(Locale.ROOT, " in %.1f s", seconds()));
        }
    }

    private String line() {
        String of = total < 0 ? "" : String.format(Locale.ROOT, " of %,d", total);
        return String.format(Locale.ROOT, "%s: %,d%s", label, done, of);
    }

    private double seconds() {
        return (System.nanoTime() - started) / 1e9;
    }
}
