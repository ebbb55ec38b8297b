package io.leaven.dispatcher.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.ShadowChoice;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.dispatcher.RandomRequests;
import io.leaven.dispatcher.TestConnection;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SnapshotViewTest {

    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();
    private static final NetworkSpec NETWORK = NetworkSpec.of(8, 24, 24, 10);

    private final Connection connection = TestConnection.open();
    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final Tally tally = new Tally();
    private final SnapshotView view = view(connection.serdes().deserializer(AgentSnapshot.class));
    private long offset;

    @AfterEach
    void close() {
        connection.close();
    }

    @Test
    void beforeTheFirstThereIsNone() {
        assertThat(view.live()).isEmpty();
    }

    @Test
    void lastGoodOneOnTheTopicCounts() {
        view.accept(record(good(1)));
        view.accept(record(good(2)));
        assertNewestIs("dqn/2");
        assertThat(tally.snapshotsRefused()).isZero();
        assertThat(letters).isEmpty();
    }

    @Test
    void oneThatTheGateRefusedIsLeftAside() {
        Snapshot second = Snapshots.random("dqn", 2, NETWORK, CATALOGUE.hash(), 0);
        AgentSnapshot refused = new SnapshotCodec().encode(Snapshots.refused(second));
        view.accept(record(refused));
        assertThat(view.live()).isEmpty();
        view.accept(record(good(1)));
        view.accept(record(refused));
        assertNewestIs("dqn/1");
        assertThat(tally.snapshotsHeldBack()).isEqualTo(2);
        assertThat(tally.snapshotsRefused()).isZero();
        assertThat(letters).isEmpty();
    }

    @Test
    void itIsWhatTheTrainerWrote() {
        Snapshot written = Snapshots.random("dqn", 3, NETWORK, CATALOGUE.hash(), .25);
        view.accept(record(new SnapshotCodec().encode(written)));
        Snapshot read = view.live().orElseThrow();
        assertThat(read.parameters()).isEqualTo(written.parameters());
        assertThat(read.epsilon()).isEqualTo(.25);
        assertThat(read.encoder()).isEqualTo(written.encoder());
    }

    @Test
    void snapshotThatIsNotFiniteIsRefused() {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            Snapshot snapshot = Snapshots.random("dqn", 2, NETWORK, CATALOGUE.hash(), 0);
            snapshot.parameters()[100] = bad;
            assertRefused(record(new SnapshotCodec().encode(snapshot)), "InvalidSnapshotException", "finite");
        }
    }

    @Test
    void snapshotForAnotherCatalogueIsRefused() {
        Snapshot other = Snapshots.random("dqn", 2, NETWORK, "0123456789abcdef", 0);
        assertRefused(record(new SnapshotCodec().encode(other)), "InvalidSnapshotException", "0123456789abcdef");
    }

    @Test
    void snapshotWithAnotherNumberOfActionsIsRefused() {
        Snapshot other = Snapshots.random("dqn", 2, NetworkSpec.of(8, 24, 9), CATALOGUE.hash(), 0);
        assertRefused(record(new SnapshotCodec().encode(other)), "InvalidSnapshotException", "9");
    }

    @Test
    void bytesThatAreNoSnapshotAreRefused() {
        assertRefused(record("no snapshot".getBytes(StandardCharsets.UTF_8)), "SerializationException", "frame");
        DecisionRequest request = new RandomRequests(1).one("c");
        byte[] anotherType =
                connection.record(Topics.DECISION_REQUESTS, "c", request, null).value();
        assertRefused(record(anotherType), "SerializationException", "");
    }

    @Test
    void tombstoneOfAnOldVersionChangesNothing() {
        view.accept(record(good(1)));
        view.accept(record(good(2)));
        view.accept(record((byte[]) null));
        assertNewestIs("dqn/2");
        assertThat(letters).isEmpty();
    }

    @Test
    void registryThatFailsIsNotTheSnapshotsFault() {
        SnapshotView unlucky = view((topic, bytes) -> {
            throw new SchemaRegistryException("registry is down", 0);
        });
        assertThatThrownBy(() -> unlucky.accept(record(good(1)))).isInstanceOf(SchemaRegistryException.class);
        assertThat(tally.snapshotsRefused()).isZero();
    }

    @Test
    void seatSwapsToTheNewestAndClosesTheOneBefore() {
        List<String> closed = new ArrayList<>();
        try (AgentSeat seat = new AgentSeat(
                view::live,
                snapshot -> new Agent(
                        snapshot.id(),
                        snapshot.encoder(),
                        PolicyChoice.greedy().of(snapshot),
                        (states, rows) -> new float[0],
                        () -> closed.add(snapshot.id())))) {
            assertThat(seat.current()).isEmpty();
            view.accept(record(good(1)));
            assertThat(seat.current().orElseThrow().snapshotId()).isEqualTo("dqn/1");
            assertThat(seat.current()).containsSame(seat.current().orElseThrow());
            view.accept(record(good(2)));
            assertThat(closed).isEmpty();
            assertThat(seat.current().orElseThrow().snapshotId()).isEqualTo("dqn/2");
            assertThat(closed).containsExactly("dqn/1");
        }
        assertThat(closed).containsExactly("dqn/1", "dqn/2");
    }

    /** After a good version 1 the record is refused, and version 1 stays. */
    private void assertRefused(ConsumerRecord<byte[], byte[]> bad, String errorClass, String reason) {
        view.accept(record(good(1)));
        long before = tally.snapshotsRefused();
        view.accept(bad);
        assertNewestIs("dqn/1");
        assertThat(tally.snapshotsRefused()).isEqualTo(before + 1);
        ProducerRecord<byte[], byte[]> sent = letters.get(letters.size() - 1);
        DeadLetter letter = connection.serdes().deserializer(DeadLetter.class).deserialize(sent.topic(), sent.value());
        assertThat(letter.getErrorClass()).isEqualTo(errorClass);
        assertThat(letter.getErrorText()).contains(reason);
        assertThat(letter.getSourceOffset()).isEqualTo(bad.offset());
    }

    private void assertNewestIs(String id) {
        assertThat(view.live().map(Snapshot::id)).contains(id);
    }

    private static AgentSnapshot good(long version) {
        return new SnapshotCodec().encode(Snapshots.random("dqn", version, NETWORK, CATALOGUE.hash(), 0));
    }

    private ConsumerRecord<byte[], byte[]> record(AgentSnapshot snapshot) {
        String key = SnapshotCodec.key(snapshot.getAgent(), snapshot.getVersion());
        return record(
                connection.record(Topics.AGENT_SNAPSHOTS, key, snapshot, null).value());
    }

    private ConsumerRecord<byte[], byte[]> record(byte[] value) {
        return new ConsumerRecord<>(connection.name(Topics.AGENT_SNAPSHOTS), 0, offset++, new byte[0], value);
    }

    private SnapshotView view(Deserializer<AgentSnapshot> deserializer) {
        DeadLetters deadLetters = new DeadLetters(connection, "dispatcher", Clock.systemUTC());
        return new SnapshotView(deserializer, CATALOGUE, deadLetters, letters::add, tally, ShadowChoice.none());
    }
}
