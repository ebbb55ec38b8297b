package io.leaven.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.network.QNetwork;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import io.leaven.schemas.feature.StateFeature;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.file.DataFileWriter;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificDatumWriter;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * A snapshot as each release wrote it, and the Q-values that this release's network gave to a state: what customers were sent by it yesterday
 * they are sent today. A release adds its own by {@code mvn -pl agent-core test -Dtest=GoldenSnapshotTest -Dleaven.snapshots.release=0.2.0}, and its name to
 * the test.
 */
class GoldenSnapshotTest {

    private static final Path FOLDER = Path.of("src/test/resources/released");

    @ParameterizedTest
    @ValueSource(strings = "0.1.0")
    void aReleasedSnapshotDecidesAsItDid(String release) throws Exception {
        JsonNode golden =
                new ObjectMapper().readTree(FOLDER.resolve(release + ".json").toFile());

        Snapshot snapshot = read(release);

        assertThat(snapshot.id()).isEqualTo(golden.get("id").asText());
        assertThat(snapshot.leastGain()).isEqualTo(golden.get("leastGain").asDouble());
        float[] qValues = qValues(snapshot);
        assertThat(golden.get("qValues")).hasSize(qValues.length);
        for (int action = 0; action < qValues.length; action++) {
            assertThat(qValues[action])
                    .as("action " + action)
                    .isCloseTo((float) golden.get("qValues").get(action).asDouble(), within(1e-4f));
        }
    }

    @Test
    @EnabledIfSystemProperty(
            named = "leaven.snapshots.release",
            matches = ".+",
            disabledReason = "writes a release's snapshot")
    void writesTheSnapshotOfARelease() throws Exception {
        String release = System.getProperty("leaven.snapshots.release");
        NetworkSpec spec = NetworkSpec.of(StateFeature.WITH_HISTORY.size(), 16, 16, 10);
        Snapshot snapshot = new Snapshot(
                "leaven",
                12,
                Instant.parse("2026-11-26T10:15:00.123Z"),
                "double-dqn",
                spec,
                StateEncoder.typical(StateFeature.WITH_HISTORY),
                ActionCatalogue.standard().hash(),
                FlatParameters.initial(spec, FlatParameters.Start.UNIFORM, 7),
                .25,
                new Provenance(3, 500, 25_000, Map.of(1, 40L, 0, 30L), Map.of("trainer.preset", "dyna")),
                Map.of("loss", 1.5));
        AgentSnapshot record = new SnapshotCodec().encode(snapshot);
        record.setLeastGain(2.5);
        Files.createDirectories(FOLDER);
        try (DataFileWriter<AgentSnapshot> writer =
                new DataFileWriter<>(new SpecificDatumWriter<>(AgentSnapshot.class))) {
            writer.create(record.getSchema(), FOLDER.resolve(release + ".avro").toFile());
            writer.append(record);
        }
        ObjectMapper json = new ObjectMapper();
        Files.writeString(
                FOLDER.resolve(release + ".json"),
                json.createObjectNode()
                                .put("id", snapshot.id())
                                .put("leastGain", 2.5)
                                .set("qValues", json.valueToTree(qValues(snapshot)))
                                .toPrettyString()
                        + "\n");
        assertThat(read(release).id()).isEqualTo(snapshot.id());
    }

    private static Snapshot read(String release) throws Exception {
        try (DataFileReader<AgentSnapshot> reader = new DataFileReader<>(
                FOLDER.resolve(release + ".avro").toFile(), new SpecificDatumReader<>(AgentSnapshot.class))) {
            return new SnapshotCodec().decode(reader.next(), ActionCatalogue.standard());
        }
    }

    /** Of a customer of silver who bought two steps ago and has had messages. */
    private static float[] qValues(Snapshot snapshot) {
        CustomerState state = CustomerState.newBuilder()
                .setAttributes(new CustomerAttributes(31, Gender.FEMALE, 2.5))
                .setTier(Tier.SILVER)
                .setStep(17)
                .setMessages(5)
                .setStepsSinceMessage(3)
                .setMessageLoad(1.25)
                .setPurchases(9)
                .setStepsSincePurchase(2)
                .setPurchaseRate(.4)
                .build();
        try (QNetwork network = new QNetwork(snapshot.network(), snapshot.parameters())) {
            return network.qValues(snapshot.encoder().encode(state));
        }
    }
}
