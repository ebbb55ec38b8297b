package io.leaven.dispatcher;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.rules.GuardrailFile;
import io.leaven.dispatcher.guardrail.rules.GuardrailRules;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The rules of a file, read again when it changes. A file that cannot be used is refused with a log line and a count, once for
 * each change, and the rules before it stay. Asked by any thread.
 */
final class GuardrailWatch implements Supplier<Guardrails>, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GuardrailWatch.class);

    private final Path file;
    private final ActionCatalogue catalogue;
    private final Duration requestTtl;
    private final Runnable refused;
    private final StopSignal stop = new StopSignal();
    private final Thread thread;
    private volatile Guardrails newest;
    private Optional<String> lastSeen;
    private Optional<String> glimpsed;

    /**
     * @param pause between two looks at the file
     * @param refused told of each change that cannot be used
     * @throws UserError if the file cannot be used now
     */
    GuardrailWatch(Path file, ActionCatalogue catalogue, Duration requestTtl, Duration pause, Runnable refused) {
        this.file = file;
        this.catalogue = catalogue;
        this.requestTtl = requestTtl;
        this.refused = refused;
        try {
            String text = Files.readString(file);
            this.lastSeen = Optional.of(text);
            this.glimpsed = lastSeen;
            this.newest = parse(text);
        } catch (IOException e) {
            throw new UserError("cannot read the guardrails " + file + ": " + e.getMessage(), e);
        } catch (IllegalArgumentException e) {
            throw new UserError("guardrails " + e.getMessage(), e);
        }
        this.thread = new Thread(() -> watch(pause), "guardrails");
        thread.setDaemon(true);
    }

    /** Begins to look for changes. */
    void start() {
        thread.start();
    }

    @Override
    public Guardrails get() {
        return newest;
    }

    private void watch(Duration pause) {
        while (!stop.await(pause)) {
            look();
        }
    }

    /**
     * Reads the file anew if its text is another one, and the same as at the look before: one that is just being written is
     * empty or cut off at first, and half of the rules may well be valid.
     */
    void look() {
        Optional<String> text = read();
        boolean settled = text.equals(glimpsed);
        glimpsed = text;
        if (text.equals(lastSeen) || !settled) {
            return;
        }
        lastSeen = text;
        if (text.isEmpty()) {
            refuse("cannot read " + file);
            return;
        }
        try {
            newest = parse(text.get());
            LOG.info("guardrails {} from {}", newest.version().orElseThrow(), file);
        } catch (IllegalArgumentException e) {
            refuse(e.getMessage());
        }
    }

    private Optional<String> read() {
        try {
            return Optional.of(Files.readString(file));
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    private void refuse(String why) {
        LOG.error(
                "refused the change of the guardrails, version {} stays: {}",
                newest.version().orElseThrow(),
                why);
        refused.run();
    }

    private Guardrails parse(String text) {
        GuardrailRules rules = GuardrailFile.parse(text, file.toString(), catalogue.channels());
        return new Guardrails(catalogue, rules, requestTtl);
    }

    @Override
    public void close() {
        stop.raise();
    }
}
