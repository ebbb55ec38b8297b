package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Provenance;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.Test;

class SnapshotHistoryTest {

    private final TestConnection test = new TestConnection();
    private final SnapshotHistory history =
            new SnapshotHistory("leaven", "", test.connection().serdes().deserializer(AgentSnapshot.class));

    @Test
    void beforeTheFirstSnapshotThereIsNothingToResume() {
        assertThat(history.resume(Map.of(0, 100L))).isEqualTo(Resume.fresh());
    }

    @Test
    void goesOnAfterTheNewestVersionOfTheAgent() {
        read(snapshot("leaven", 8, Map.of(0, 10L)));
        read(snapshot("leaven", 9, Map.of(0, 30L, 1, 20L)));
        read(snapshot("other", 77, Map.of(0, 99L)));
        assertThat(history.resume(Map.of(0, 100L, 1, 100L))).isEqualTo(new Resume(9, Map.of(0, 30L, 1, 20L)));
    }

    @Test
    void aVersionWhoseValueIsGoneOrUnreadableIsNotUsedTwice() {
        read(snapshot("leaven", 3, Map.of(0, 10L)));
        history.accept(record("leaven/000000000004", null));
        history.accept(record("leaven/000000000005", new byte[] {9, 9}));
        assertThat(history.resume(Map.of(0, 100L))).isEqualTo(new Resume(5, Map.of(0, 10L)));
    }

    @Test
    void keysOfAnotherKindAreLeftAside() {
        history.accept(record("leaven/latest", new byte[0]));
        history.accept(new ConsumerRecord<>("leaven.agent-snapshots", 0, 0, null, new byte[0]));
        assertThat(history.resume(Map.of())).isEqualTo(Resume.fresh());
    }

    @Test
    void aReplayTopicMadeAnewIsShorterThanThePositions() {
        read(snapshot("leaven", 2, Map.of(0, 500L, 3, 7L)));
        assertThat(history.resume(Map.of(0, 40L))).isEqualTo(new Resume(2, Map.of(0, 40L)));
    }

    @Test
    void afterAnotherReplayAllThatThisOneHoldsIsToBeLearnedFirst() {
        read(snapshot("leaven", 4, Map.of(0, 10L), Map.of(TrainerSettings.REPLAY, "2026-12")));
        assertThat(history.resume(Map.of(0, 100L))).isEqualTo(new Resume(4, Map.of(0, 100L)));
        read(snapshot("leaven", 5, Map.of(0, 30L), Map.of(TrainerSettings.REPLAY, "")));
        assertThat(history.resume(Map.of(0, 100L))).isEqualTo(new Resume(5, Map.of(0, 30L)));
    }

    private void read(Snapshot snapshot) {
        history.accept(record(
                SnapshotCodec.key(snapshot.agent(), snapshot.version()),
                test.connection()
                        .record(Topics.AGENT_SNAPSHOTS, "", new SnapshotCodec().encode(snapshot), null)
                        .value()));
    }

    private static ConsumerRecord<byte[], byte[]> record(String key, byte[] value) {
        return new ConsumerRecord<>("leaven.agent-snapshots", 0, 0, key.getBytes(StandardCharsets.UTF_8), value);
    }

    private static Snapshot snapshot(String agent, long version, Map<Integer, Long> positions) {
        return snapshot(agent, version, positions, Map.of());
    }

    private static Snapshot snapshot(
            String agent, long version, Map<Integer, Long> positions, Map<String, String> settings) {
        NetworkSpec spec = NetworkSpec.of(8, 10);
        return new Snapshot(
                agent,
                version,
                Instant.parse("2026-11-23T10:00:00Z"),
                "dqn",
                spec,
                StateEncoder.paper(),
                ActionCatalogue.standard().hash(),
                new float[spec.parameterCount()],
                .1,
                new Provenance(1, 2, 3, positions, settings),
                Map.of());
    }
}
