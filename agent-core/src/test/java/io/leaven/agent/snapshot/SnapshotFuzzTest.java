package io.leaven.agent.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.network.NetworkSpec;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.serde.AvroSerdes;
import io.leaven.testkit.Fuzzer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.Test;

/** From the bytes of the topic to a snapshot that can be acted on: nothing else comes out, and no other exception. */
class SnapshotFuzzTest {

    private static final String TOPIC = "leaven.agent-snapshots";

    private final AvroSerdes serdes = new AvroSerdes(Map.of("schema.registry.url", "mock://fuzz"));
    private final Serializer<AgentSnapshot> serializer = serdes.serializer();
    private final Deserializer<AgentSnapshot> deserializer = serdes.deserializer(AgentSnapshot.class);
    private final SnapshotCodec codec = new SnapshotCodec();

    @Test
    void snapshots() {
        Fuzzer.Result result = Fuzzer.of("snapshot", List.of(bytes(8, 2, 10), bytes(8, 10)))
                .refusesBy(SerializationException.class, InvalidSnapshotException.class)
                .run(input -> {
                    Snapshot snapshot = codec.decode(deserializer.deserialize(TOPIC, input));
                    assertThat(FlatParameters.areFinite(snapshot.parameters())).isTrue();
                    assertThat(codec.encode(snapshot).getVersion()).isPositive();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    private byte[] bytes(int... layers) {
        NetworkSpec spec = NetworkSpec.of(layers);
        return serializer.serialize(
                TOPIC,
                codec.encode(new Snapshot(
                        "leaven",
                        12,
                        Instant.parse("2026-11-23T10:15:00.123Z"),
                        "dqn",
                        spec,
                        StateEncoder.paper(),
                        ActionCatalogue.standard().hash(),
                        FlatParameters.initial(spec, FlatParameters.Start.UNIFORM, 3),
                        .25,
                        new Provenance(3, 500, 25_000, Map.of(1, 40L, 0, 30L), Map.of("trainer.preset", "paper")),
                        Map.of("loss", 1.5))));
    }
}
