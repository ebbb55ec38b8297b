package io.leaven.control;

import io.leaven.app.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** A {@code leaven} command in this process, on a thread of its own; closing it is as Ctrl-C. */
public final class InProcess implements AutoCloseable {

    private static final int PATIENCE_S = 60;

    private final StopSignal stop = new StopSignal();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final List<String> words;
    private final CompletableFuture<Integer> exit;

    private InProcess(List<String> words) {
        this.words = words;
        this.exit = CompletableFuture.supplyAsync(
                () -> Leaven.commandLine(stop)
                        .setOut(new PrintWriter(out, true))
                        .setErr(new PrintWriter(err, true))
                        .execute(words.toArray(String[]::new)),
                task -> new Thread(task, "leaven-" + words.get(0)).start());
    }

    public static InProcess start(List<String> words) {
        return new InProcess(words);
    }

    public boolean isRunning() {
        return !exit.isDone();
    }

    /** Its exit code, once it ends by itself. */
    public int exitCode() throws Exception {
        return exit.get(PATIENCE_S, TimeUnit.SECONDS);
    }

    public String out() {
        return out.toString();
    }

    public String err() {
        return err.toString();
    }

    @Override
    public String toString() {
        return words + ": " + out + err;
    }

    @Override
    public void close() {
        stop.raise();
        exit.orTimeout(PATIENCE_S, TimeUnit.SECONDS).join();
    }
}
