package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.TopicScan;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.config.DynaConfig;
import io.leaven.trainer.config.ExperienceConfig;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.BooleanSupplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DESIGN's fourth guarantee, with SIGKILL at random moments: in a gradient step, between snapshot and checkpoint, in a write. */
class TrainerKillIT {

    private static final int TRANSITIONS = 4_000;
    private static final int KILLS = 3;
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final Map<String, String> LEARNING = Map.of(
            TrainerSettings.PRESET, "dyna",
            TrainerSettings.WARMUP_TRANSITIONS, "500",
            TrainerSettings.UPDATES_PER_TRANSITION, "1",
            ExperienceConfig.PRIORITY_ALPHA, ".6",
            ExperienceConfig.RETURN_STEPS, "3",
            DynaConfig.UPDATES, "100",
            DynaConfig.GROWTH, "1",
            TrainerSettings.SNAPSHOT_INTERVAL_UPDATES, "150");

    @TempDir
    private Path folder;

    @Test
    void aTrainerThatIsKilledTimeAndAgainEndsAsOneThatNeverStopped() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())))) {
            produce(connection);
            List<Snapshot> steady = steady(connection);

            Path checkpoint = folder.resolve("killed.checkpoint");
            int killedAtWork = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                String before = stamp(checkpoint);
                try (TrainProcess trainer = start(platform)) {
                    awaitFrom(trainer, () -> !stamp(checkpoint).equals(before));
                    Thread.sleep(random.nextInt(400));
                    trainer.kill();
                    killedAtWork += knowsAll(snapshots(connection, "killed")) ? 0 : 1;
                }
            }
            try (TrainProcess trainer = start(platform)) {
                awaitFrom(trainer, () -> knowsAll(snapshots(connection, "killed")));
            }

            String log = Files.readString(folder.resolve("log"));
            assertThat(killedAtWork)
                    .as("kills in the middle, seed %d%n%s", seed, log)
                    .isGreaterThanOrEqualTo(2);
            assertThat(log).contains("goes on from checkpoint").doesNotContain("cannot go on");
            List<Snapshot> killed = snapshots(connection, "killed");
            assertThat(killed).extracting(Snapshot::version).isEqualTo(versions(steady));
            for (int i = 0; i < steady.size(); i++) {
                assertThat(killed.get(i).provenance().positions())
                        .isEqualTo(steady.get(i).provenance().positions());
                assertThat(Arrays.equals(
                                killed.get(i).parameters(), steady.get(i).parameters()))
                        .as("the same weights in version %d, seed %d", i + 1, seed)
                        .isTrue();
            }
        }
    }

    private static List<Long> versions(List<Snapshot> snapshots) {
        return snapshots.stream().map(Snapshot::version).toList();
    }

    /** What a trainer without checkpoints makes of the log in one go. */
    private static List<Snapshot> steady(Connection connection) {
        Map<String, String> settings = new HashMap<>(LEARNING);
        settings.put(TrainerSettings.AGENT, "steady");
        try (TrainerApp trainer = new TrainerApp(
                connection,
                new TrainerSettings(SettingsSource.of(settings)),
                new SimpleMeterRegistry(),
                Clock.systemUTC())) {
            trainer.start();
            await().atMost(PATIENCE).until(() -> {
                trainer.failure().ifPresent(failure -> {
                    throw new AssertionError(failure);
                });
                return knowsAll(snapshots(connection, "steady"));
            });
        }
        return snapshots(connection, "steady");
    }

    private TrainProcess start(Platform platform) throws Exception {
        List<String> arguments = new ArrayList<>(List.of(
                "--bootstrap-server", platform.bootstrapServers(), "--schema-registry-url", platform.registryUrl()));
        Map<String, String> settings = new HashMap<>(LEARNING);
        settings.put(TrainerSettings.AGENT, "killed");
        settings.put(TrainerSettings.STATE_DIR, folder.toString());
        settings.put(TrainerSettings.STATE_INTERVAL_MS, "50");
        settings.forEach((key, value) -> arguments.addAll(List.of("--set", key + "=" + value)));
        return TrainProcess.start(folder.resolve("log"), arguments);
    }

    private void awaitFrom(TrainProcess trainer, BooleanSupplier reached) {
        await().pollInterval(Duration.ofMillis(20)).atMost(PATIENCE).until(() -> {
            assertThat(trainer.isAlive())
                    .as(() -> "alive: " + read(folder.resolve("log")))
                    .isTrue();
            return reached.getAsBoolean();
        });
    }

    private static String read(Path path) {
        try {
            return Files.readString(path);
        } catch (IOException e) {
            return e.toString();
        }
    }

    /** Changes when the file is replaced. */
    private static String stamp(Path file) {
        try {
            return String.valueOf(Files.getAttribute(file, "lastModifiedTime"));
        } catch (IOException e) {
            return "none";
        }
    }

    private static void produce(Connection connection) throws Exception {
        try (Admin admin = connection.admin();
                Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of())) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(3, (short) 1));
            for (int n = 0; n < TRANSITIONS; n++) {
                Transition transition = Transitions.number(n);
                producer.send(connection.record(Topics.REPLAY, transition.getCustomerId(), transition, null));
            }
        }
    }

    private static boolean knowsAll(List<Snapshot> snapshots) {
        return !snapshots.isEmpty()
                && snapshots.get(snapshots.size() - 1).provenance().transitions() == TRANSITIONS;
    }

    /** In the order of the topic, which is read anew: a version that was published twice is there twice. */
    private static List<Snapshot> snapshots(Connection connection, String agent) {
        List<Snapshot> snapshots = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("test")) {
            TopicScan.scan(
                    consumer,
                    connection.name(Topics.AGENT_SNAPSHOTS),
                    record -> {
                        AgentSnapshot value = connection
                                .serdes()
                                .deserializer(AgentSnapshot.class)
                                .deserialize(record.topic(), record.value());
                        if (value.getAgent().equals(agent)) {
                            snapshots.add(decoded(value));
                        }
                    },
                    read -> {});
        }
        return snapshots;
    }

    private static Snapshot decoded(AgentSnapshot value) {
        try {
            return new SnapshotCodec().decode(value, ActionCatalogue.standard());
        } catch (InvalidSnapshotException e) {
            throw new AssertionError(e);
        }
    }
}
