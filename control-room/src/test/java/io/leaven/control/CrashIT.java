package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.generator.GeneratorApp;
import io.leaven.generator.GeneratorSettings;
import io.leaven.generator.GeneratorSummary;
import io.leaven.generator.RunControl;
import io.leaven.generator.stream.CustomerPlan;
import io.leaven.generator.world.WorldProfiles;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.Decision;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.MessageAction;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** DESIGN's first two guarantees while enricher and dispatcher are killed with SIGKILL in the middle of a closed loop. */
class CrashIT {

    private static final int CUSTOMERS = 300;
    private static final int STEPS = 20;
    private static final int KILLS = 4;
    private static final Duration BETWEEN_KILLS = Duration.ofSeconds(7);

    @TempDir
    private Path directory;

    @Test
    void everyStepBecomesOneTransitionAndEveryRequestOneDecisionWhateverIsKilled() throws Exception {
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())));
                LeavenProcess enricher = process(platform, "enrich", "enricher.state.dir", directory.toString());
                LeavenProcess dispatcher = process(platform, "dispatch", "dispatcher.instance.id", "one")) {
            try (Admin admin = connection.admin()) {
                new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(4, (short) 1));
            }
            enricher.start();
            dispatcher.start();
            StopSignal stop = new StopSignal();
            CompletableFuture<GeneratorSummary> loop =
                    CompletableFuture.supplyAsync(() -> liveSlowly(connection, stop));
            int killedWhileWorking = 0;
            for (int kill = 0; kill < KILLS; kill++) {
                Thread.sleep(BETWEEN_KILLS.toMillis());
                LeavenProcess victim = kill % 2 == 0 ? enricher : dispatcher;
                assertThat(victim.isAlive()).as("alive before kill " + kill).isTrue();
                killedWhileWorking += loop.isDone() ? 0 : 1;
                victim.kill();
                victim.start();
            }
            assertThat(killedWhileWorking)
                    .as("kills while customers were living")
                    .isEqualTo(KILLS);
            GeneratorSummary summary = loop.get(180, TimeUnit.SECONDS);
            assertThat(summary.complete()).isTrue();
            assertThat(enricher.terminate(15))
                    .as("exit of the enricher on SIGTERM")
                    .isNotEqualTo(-1);
            assertThat(dispatcher.terminate(15))
                    .as("exit of the dispatcher on SIGTERM")
                    .isNotEqualTo(-1);

            List<String> transitions = ids(connection, Topics.REPLAY, Transition.class, Transition::getTransitionId);
            List<String> requests =
                    ids(connection, Topics.DECISION_REQUESTS, DecisionRequest.class, DecisionRequest::getDecisionId);
            List<String> decisions = ids(connection, Topics.DECISIONS, Decision.class, Decision::getDecisionId);
            List<String> actions = ids(connection, Topics.ACTIONS, MessageAction.class, MessageAction::getActionId);
            assertThat(transitions).hasSize(CUSTOMERS * STEPS).doesNotHaveDuplicates();
            assertThat(requests).hasSize(CUSTOMERS * STEPS).doesNotHaveDuplicates();
            assertThat(decisions).hasSize(CUSTOMERS * STEPS).doesNotHaveDuplicates();
            assertThat(actions).doesNotHaveDuplicates();
            assertThat(new HashSet<>(decisions)).containsAll(actions).containsExactlyInAnyOrderElementsOf(transitions);
        }
    }

    private LeavenProcess process(Platform platform, String command, String key, String value) {
        return new LeavenProcess(platform, directory.resolve(command + ".log"), command, "--set", key + "=" + value);
    }

    /** At a pace that leaves work under way at each kill. */
    private static GeneratorSummary liveSlowly(Connection connection, StopSignal stop) {
        GeneratorApp generator = new GeneratorApp(
                connection,
                new GeneratorSettings(SettingsSource.of(Map.of())),
                Clock.systemUTC(),
                new SimpleMeterRegistry());
        CustomerPlan plan = new CustomerPlan(WorldProfiles.paper(), 7, CUSTOMERS, STEPS, "crash");
        return generator.loop(plan, new RunControl(stop, events -> {}, 150));
    }

    private static <V extends SpecificRecord> List<String> ids(
            Connection connection, Topic<V> topic, Class<V> type, Function<V, String> id) {
        List<String> found = new ArrayList<>();
        Deserializer<V> values = connection.serdes().deserializer(type);
        try (Consumer<byte[], byte[]> reader = connection.rawReader("crash-it")) {
            TopicScan.scan(
                    reader,
                    connection.name(topic),
                    record -> found.add(id.apply(values.deserialize(record.topic(), record.value()))),
                    read -> {});
        }
        return found;
    }
}
