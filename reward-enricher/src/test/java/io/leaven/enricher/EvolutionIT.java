package io.leaven.enricher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.serde.ConfluentFrame;
import io.leaven.schemas.topic.TopicAdmin;
import io.leaven.schemas.topic.Topics;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericDatumWriter;
import org.apache.avro.generic.GenericRecord;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.DecoderFactory;
import org.apache.avro.io.EncoderFactory;
import org.apache.avro.specific.SpecificDatumWriter;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A producer of the next release beside one of this release, and readers of both, on a real broker and registry. */
class EvolutionIT {

    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int CUSTOMERS = 30;
    private static final Schema THIS_RELEASE = CustomerEvent.getClassSchema();

    @TempDir
    private Path folder;

    @Test
    void producersOfTwoReleasesFeedOneEnricherAndEachReleaseReadsBoth() throws Exception {
        try (Platform platform = Platform.start(PlatformSettings.ephemeral())) {
            Map<String, String> settings = new HashMap<>(platform.connectionSettings());
            settings.put(EnricherSettings.STATE_DIR, folder.toString());
            SettingsSource source = SettingsSource.of(settings);
            try (Connection connection =
                            new Connection(ConnectionSettings.beside(EnricherSettings.DEFINITION, source));
                    Producer<byte[], byte[]> producer = connection.rawProducer("test", Map.of());
                    RewardEnricherApp app = new RewardEnricherApp(
                            connection, new EnricherSettings(source), new SimpleMeterRegistry())) {
                createTopics(connection);
                app.start();
                String topic = connection.name(Topics.CUSTOMER_EVENTS);
                Schema next = nextRelease();
                send(producer, connection, 0);
                int id = connection.serdes().registry().register(ConfluentFrame.valueSubject(topic), next);
                for (int step = 1; step <= 3; step++) {
                    sendByNextRelease(producer, topic, step, next, id);
                    send(producer, connection, 10 + step);
                }
                producer.flush();

                TopicProbe probe = new TopicProbe(connection);
                await().atMost(PATIENCE).until(() -> probe.count(Topics.DECISION_REQUESTS) == 7 * CUSTOMERS);
                assertThat(probe.count(Topics.DEAD_LETTERS)).isZero();
                assertThat(probe.all(Topics.DECISION_REQUESTS))
                        .extracting(DecisionRequest::getDecisionId)
                        .doesNotHaveDuplicates();
                assertThat(moodsSeenByTheNextRelease(connection, next))
                        .as("3 of each customer by the next release, the default in 4 by this one")
                        .containsExactlyInAnyOrderEntriesOf(Map.of(7, 3 * CUSTOMERS, -1, 4 * CUSTOMERS));
            }
        }
    }

    private static void createTopics(Connection connection) {
        try (Admin admin = connection.admin()) {
            new TopicAdmin(admin, connection.topicPrefix()).create(new TopicAdmin.Layout(2, (short) 1));
        }
    }

    /** One optional field more, in front: who reads it as the old schema stumbles at once. */
    private static Schema nextRelease() {
        List<Schema.Field> fields = new ArrayList<>();
        fields.add(new Schema.Field("mood", Schema.create(Schema.Type.INT), "How the customer felt.", -1));
        THIS_RELEASE.getFields().forEach(field -> fields.add(new Schema.Field(field, field.schema())));
        return Schema.createRecord(
                THIS_RELEASE.getName(), THIS_RELEASE.getDoc(), THIS_RELEASE.getNamespace(), false, fields);
    }

    /** Customers of their own, since a step of this release's producer must not repeat one of the other's. */
    private static void send(Producer<byte[], byte[]> producer, Connection connection, int round) {
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = "r" + round + "-" + i;
            producer.send(connection.record(Topics.CUSTOMER_EVENTS, customer, Customers.event(customer, 0), null));
        }
    }

    private static void sendByNextRelease(
            Producer<byte[], byte[]> producer, String topic, int round, Schema next, int id) throws IOException {
        for (int i = 0; i < CUSTOMERS; i++) {
            String customer = "n" + round + "-" + i;
            GenericRecord event = converted(Customers.event(customer, 0), next);
            event.put("mood", 7);
            ByteArrayOutputStream framed = new ByteArrayOutputStream();
            DataOutputStream header = new DataOutputStream(framed);
            header.writeByte(0);
            header.writeInt(id);
            BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(framed, null);
            new GenericDatumWriter<>(next, new GenericData()).write(event, encoder);
            encoder.flush();
            producer.send(new ProducerRecord<>(topic, customer.getBytes(StandardCharsets.UTF_8), framed.toByteArray()));
        }
    }

    private static GenericRecord converted(CustomerEvent event, Schema next) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
        new SpecificDatumWriter<>(CustomerEvent.class).write(event, encoder);
        encoder.flush();
        return new GenericDatumReader<GenericRecord>(THIS_RELEASE, next, new GenericData())
                .read(null, DecoderFactory.get().binaryDecoder(out.toByteArray(), null));
    }

    private static Map<Integer, Integer> moodsSeenByTheNextRelease(Connection connection, Schema next) {
        Map<Integer, Integer> moods = new HashMap<>();
        new TopicProbe(connection).raw(Topics.CUSTOMER_EVENTS, value -> {
            Schema writer = connection.serdes().registry().byId(ConfluentFrame.schemaId(value));
            try {
                GenericRecord event = new GenericDatumReader<GenericRecord>(writer, next, new GenericData())
                        .read(null, DecoderFactory.get().binaryDecoder(value, 5, value.length - 5, null));
                moods.merge((Integer) event.get("mood"), 1, Integer::sum);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        return moods;
    }
}
