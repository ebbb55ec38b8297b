package io.leaven.evaluation.fleet.process;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A process that is started again whenever it ends, as a restart policy of containers does: at once at first, after pauses that
 * double while it ends soon again. Signals to it are the real ones of the system.
 */
public final class Supervised implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervised.class);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(250);
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(8);
    /** One that lives so long begins with the first pause again. */
    private static final Duration STEADY = Duration.ofSeconds(20);

    private static final Duration PATIENCE = Duration.ofSeconds(12);

    private final String name;
    private final List<String> command;
    private final Path log;
    private final Thread thread;
    private final Map<String, String> environment = new HashMap<>();
    private Process process;
    private boolean paused;
    private volatile int starts;
    private volatile boolean closed;

    /** @param log where its output goes, of all its lives */
    public Supervised(String name, List<String> command, Path log) {
        this.name = name;
        this.command = List.copyOf(command);
        this.log = log;
        this.thread = new Thread(this::supervise, "supervise-" + name);
        this.thread.setDaemon(true);
    }

    public String name() {
        return name;
    }

    public Supervised start() {
        launch();
        thread.start();
        return this;
    }

    /** How often it was started. */
    public int starts() {
        return starts;
    }

    /** Of the process that runs now, or ran last. */
    public synchronized long pid() {
        return process.pid();
    }

    public synchronized boolean isAlive() {
        return process != null && process.isAlive();
    }

    /** SIGKILL: the process has no say. */
    public synchronized void kill() {
        process.destroyForcibly();
    }

    /** SIGTERM: the process may end in order. */
    public synchronized void terminate() {
        process.destroy();
    }

    /** SIGSTOP: it stands still, and its connections stay open. */
    public synchronized void pause() {
        signal("STOP");
        paused = true;
    }

    /** SIGCONT, if it was paused. */
    public synchronized void resume() {
        if (paused) {
            signal("CONT");
            paused = false;
        }
    }

    /** Variables of its environment from its next start on. */
    public synchronized void setEnvironment(Map<String, String> variables) {
        environment.clear();
        environment.putAll(variables);
    }

    private void signal(String signal) {
        try {
            int exit = new ProcessBuilder("kill", "-" + signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (exit != 0) {
                throw new IllegalStateException("kill -" + signal + " of " + name + " ended with " + exit);
            }
        } catch (IOException e) {
            throw new IllegalStateException("cannot signal " + name, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void launch() {
        if (closed) {
            return;
        }
        ProcessBuilder builder = JavaLauncher.builder(command, log);
        builder.environment().putAll(environment);
        try {
            process = builder.start();
        } catch (IOException e) {
            throw new IllegalStateException("cannot start " + name, e);
        }
        paused = false;
        starts++;
    }

    private void supervise() {
        Duration pause = FIRST_PAUSE;
        try {
            while (!closed) {
                long started = System.nanoTime();
                int exit = current().waitFor();
                if (System.nanoTime() - started > STEADY.toNanos()) {
                    pause = FIRST_PAUSE;
                }
                LOG.info("{} ended with {}, starts again in {} ms", name, exit, pause.toMillis());
                Thread.sleep(pause.toMillis());
                pause = pause.multipliedBy(2).compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause.multipliedBy(2);
                launch();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized Process current() {
        return process;
    }

    /** Lets it end in order and not start again; {@link #close} waits for it. */
    public void letGo() {
        closed = true;
        thread.interrupt();
        synchronized (this) {
            resume();
            process.destroy();
        }
    }

    /** Ends it for good, by force if it takes long. */
    @Override
    public void close() {
        if (process == null) {
            return;
        }
        letGo();
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                LOG.warn("{} did not end within {} s of SIGTERM", name, PATIENCE.toSeconds());
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    /** Ends it for good, by force. */
    public synchronized void abandon() {
        closed = true;
        thread.interrupt();
        if (process != null) {
            process.destroyForcibly();
        }
    }
}
