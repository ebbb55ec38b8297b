package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.state.StateEncoder;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.ErasedCustomers;
import io.leaven.schemas.DeadLetter;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.registry.SchemaRegistryException;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.dqn.DqnLearner;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.replay.Experience;
import io.leaven.trainer.replay.ExperienceSettings;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.Deserializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ReplayReaderTest {

    private static final Duration NO_WAIT = Duration.ZERO;
    private static final ActionCatalogue CATALOGUE = ActionCatalogue.standard();

    private final Connection connection = new TestConnection().connection();
    private final TopicPartition partition = new TopicPartition(connection.name(Topics.REPLAY), 0);
    private final MockConsumer<byte[], byte[]> consumer = new MockConsumer<>("earliest");
    private final List<ProducerRecord<byte[], byte[]>> letters = new ArrayList<>();
    private final List<Snapshot> snapshots = new ArrayList<>();
    private final ErasedCustomers erased = new ErasedCustomers();
    private TrainerLoop loop;
    private long end;

    @AfterEach
    void close() {
        loop.close();
    }

    @Test
    void learnsAndPublishesWhenThereIsNothingMore() {
        ReplayReader reader = reader(Resume.fresh(), connection.serdes().deserializer(Transition.class));
        for (int n = 0; n < 100; n++) {
            append(bytes(Transitions.number(n)));
        }
        reader.poll(NO_WAIT, () -> false);
        assertThat(snapshots).isEmpty();
        assertThat(reader.status().learning().gradientSteps()).isEqualTo(20);
        assertThat(reader.status().caughtUp()).isTrue();
        assertThat(reader.status().staleness())
                .as("records that no snapshot knows")
                .isEqualTo(100);
        reader.poll(NO_WAIT, () -> false);
        assertThat(reader.status().staleness()).isZero();
        assertThat(snapshots)
                .singleElement()
                .satisfies(snapshot ->
                        assertThat(snapshot.provenance().positions()).isEqualTo(Map.of(0, 100L)));
    }

    @Test
    void whoIsToldToStopLeavesTheRest() {
        ReplayReader reader = reader(Resume.fresh(), connection.serdes().deserializer(Transition.class));
        for (int n = 0; n < 100; n++) {
            append(bytes(Transitions.number(n)));
        }
        AtomicInteger asked = new AtomicInteger();

        reader.poll(NO_WAIT, () -> asked.incrementAndGet() > 30);

        assertThat(reader.status().learning().transitions()).isEqualTo(30);
        assertThat(loop.positions()).isEqualTo(Map.of(0, 30L));
    }

    @Test
    void aRecordThatCannotBeUsedGoesToDeadLettersAndTheRestGoesOn() {
        ReplayReader reader = reader(Resume.fresh(), connection.serdes().deserializer(Transition.class));
        Transition foreign = Transitions.number(2);
        foreign.setCatalogueHash("0123456789abcdef");
        append(bytes(Transitions.number(1)));
        append("garbage".getBytes(StandardCharsets.UTF_8));
        append(bytes(foreign));
        append(new byte[] {0, 0, 0, 0x7f, 1, 5});
        append(null);
        append(bytes(Transitions.number(3)));
        reader.poll(NO_WAIT, () -> false);
        assertThat(reader.status().refused()).isEqualTo(4);
        assertThat(reader.status().learning().transitions()).isEqualTo(2);
        assertThat(letters).hasSize(4);
        DeadLetter letter = letter(1);
        assertThat(letter.getSourceTopic()).isEqualTo("leaven.replay");
        assertThat(letter.getSourceOffset()).isEqualTo(2);
        assertThat(letter.getApp()).isEqualTo("trainer");
        assertThat(letter.getErrorClass()).isEqualTo("RefusedTransitionException");
        assertThat(letter.getErrorText()).contains("0123456789abcdef").contains(CATALOGUE.hash());
    }

    @Test
    void whatTheTrainerBeforeRefusedIsCountedButNotSentAgain() {
        ReplayReader reader =
                reader(new Resume(4, Map.of(0, 2L)), connection.serdes().deserializer(Transition.class));
        append(new byte[] {9});
        append(new byte[] {9});
        append(new byte[] {9});
        reader.poll(NO_WAIT, () -> false);
        assertThat(reader.status().refused()).isEqualTo(3);
        assertThat(letters).hasSize(1);
        assertThat(letter(0).getSourceOffset()).isEqualTo(2);
    }

    @Test
    void nothingIsLearnedFromACustomerWhoIsErased() {
        ReplayReader reader = reader(Resume.fresh(), connection.serdes().deserializer(Transition.class));
        byte[] key = "gone".getBytes(StandardCharsets.UTF_8);
        erased.accept(new ConsumerRecord<>("profiles", 0, 0, key, null));
        erased.accept(new ConsumerRecord<>("profiles", 0, 1, "back".getBytes(StandardCharsets.UTF_8), null));
        erased.accept(new ConsumerRecord<>("profiles", 0, 2, "back".getBytes(StandardCharsets.UTF_8), new byte[] {1}));
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, end++, key, bytes(Transitions.number(1))));
        consumer.addRecord(new ConsumerRecord<>(
                partition.topic(), 0, end++, "back".getBytes(StandardCharsets.UTF_8), bytes(Transitions.number(2))));
        consumer.updateEndOffsets(Map.of(partition, end));
        reader.poll(NO_WAIT, () -> false);
        assertThat(reader.status().learning().transitions()).isEqualTo(1);
        assertThat(reader.status().refused()).isZero();
        assertThat(letters).isEmpty();
    }

    @Test
    void aRegistryThatFailsIsNoFaultOfTheRecord() {
        ReplayReader reader = reader(Resume.fresh(), (topic, data) -> {
            throw new SchemaRegistryException("no registry answered", 0);
        });
        append(bytes(Transitions.number(1)));
        assertThatExceptionOfType(SchemaRegistryException.class).isThrownBy(() -> reader.poll(NO_WAIT, () -> false));
        assertThat(letters).isEmpty();
    }

    private ReplayReader reader(Resume resume, Deserializer<Transition> deserializer) {
        loop = new TrainerLoop(
                new LoopSettings("leaven", 1, 1, .2, 1_000, 0, 1e6, ExplorationSchedule.paper(), 0, Map.of()),
                resume,
                CATALOGUE,
                Optional.of(StateEncoder.paper()),
                DqnLearner.create(DqnSettings.paper(), 8, CATALOGUE.size(), 1),
                new Experience(StateFeature.PAPER, CATALOGUE.size(), ExperienceSettings.plain(1_000)),
                Optional.empty(),
                Optional.empty(),
                Clock.systemUTC());
        consumer.assign(List.of(partition));
        consumer.updateBeginningOffsets(Map.of(partition, 0L));
        consumer.updateEndOffsets(Map.of(partition, 0L));
        consumer.seekToBeginning(List.of(partition));
        return new ReplayReader(
                consumer,
                deserializer,
                loop,
                resume,
                letters::add,
                new DeadLetters(connection, "trainer", Clock.systemUTC()),
                snapshots::add,
                erased);
    }

    private void append(byte[] value) {
        consumer.addRecord(new ConsumerRecord<>(partition.topic(), 0, end++, new byte[] {'k'}, value));
        consumer.updateEndOffsets(Map.of(partition, end));
    }

    private byte[] bytes(Transition transition) {
        return connection
                .record(Topics.REPLAY, transition.getCustomerId(), transition, null)
                .value();
    }

    private DeadLetter letter(int index) {
        return connection
                .serdes()
                .deserializer(DeadLetter.class)
                .deserialize(letters.get(index).topic(), letters.get(index).value());
    }
}
