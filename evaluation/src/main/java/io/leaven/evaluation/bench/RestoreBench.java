package io.leaven.evaluation.bench;

import io.leaven.app.Connection;
import io.leaven.app.Progress;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.enricher.EnricherSettings;
import io.leaven.enricher.RewardEnricherApp;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.TopicAdmin.Layout;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;

/**
 * How long an enricher that has lost its disk takes until it works again. The state comes from the app itself: every customer enrols. Then it
 * ends, and one without a store starts.
 */
final class RestoreBench {

    private static final Layout LAYOUT = new Layout(4, (short) 1);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final long BETWEEN_LOOKS_MS = 50;
    /** Who enrol again: an enricher that has its state knows them, and asks for no decision. */
    private static final int KNOWN = 2_000;

    private final Connection connection;
    private final Path directory;

    /** @param directory for the stores */
    RestoreBench(Connection connection, Path directory) {
        this.connection = connection;
        this.directory = directory;
    }

    /**
     * What was measured.
     *
     * @param customers whose state was restored
     * @param seconds from the start of an enricher with no store until it has recognised 2,000 customers who enrol again
     * @param warmSeconds the same of one that has its store
     * @param diskBytesPerCustomer of the store, once the app has ended
     */
    record Result(long customers, double seconds, double warmSeconds, double diskBytesPerCustomer) {}

    Result run(long customers, long seed) throws InterruptedException {
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(LAYOUT);
        }
        new BenchData(connection).writeEnrolments(customers, seed);
        try (RewardEnricherApp first = enricher("first");
                Progress progress = Progress.start("bench: customers enrolled", customers)) {
            first.start();
            awaitThat(first, () -> {
                progress.to(first.status().requests());
                return first.status().requests() >= customers;
            });
        }
        double bytes = bytes(directory.resolve("first"));
        double warm = secondsUntilAtWork("first", seed);
        double cold = secondsUntilAtWork("second", seed);
        return new Result(customers, cold, warm, bytes / customers);
    }

    private double secondsUntilAtWork(String store, long seed) throws InterruptedException {
        try (RewardEnricherApp app = enricher(store)) {
            long began = System.nanoTime();
            app.start();
            awaitThat(app, app::ready);
            new BenchData(connection).writeEnrolments(KNOWN, seed);
            awaitThat(app, () -> app.status().repeatedEvents() + app.status().requests() >= KNOWN);
            if (app.status().requests() > 0) {
                throw new UserError(app.status().requests() + " customers of " + KNOWN + " were not restored");
            }
            return (System.nanoTime() - began) / 1e9;
        }
    }

    private RewardEnricherApp enricher(String store) {
        return new RewardEnricherApp(
                connection,
                new EnricherSettings(SettingsSource.of(Map.of(
                        EnricherSettings.STATE_DIR, directory.resolve(store).toString()))),
                new SimpleMeterRegistry());
    }

    private interface Condition {
        boolean holds();
    }

    private static void awaitThat(RewardEnricherApp app, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!condition.holds()) {
            app.failure().ifPresent(failure -> {
                throw new UserError("the enricher failed: " + failure.getMessage(), failure);
            });
            if (System.nanoTime() > deadline) {
                throw new UserError("the enricher was not there within " + PATIENCE.toMinutes() + " minutes");
            }
            Thread.sleep(BETWEEN_LOOKS_MS);
        }
    }

    private static long bytes(Path folder) {
        try (Stream<Path> files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .mapToLong(file -> file.toFile().length())
                    .sum();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot look at " + folder, e);
        }
    }
}
