package io.leaven.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.registry.InMemorySchemaRegistryClient;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.leaven.testkit.Fuzzer;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of every topic, damaged: what is read back is a record that can be written again, or is refused. */
class FrameFuzzTest {

    private final AvroSerdes serdes =
            new AvroSerdes(Map.of("schema.registry.url", "mock://unused"), new InMemorySchemaRegistryClient());

    static Stream<Topic<?>> topics() {
        return Topics.ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    <T extends SpecificRecord> void recordsOf(Topic<T> topic) {
        Serde<T> serde = serdes.serde(topic);
        String name = topic.fullName("leaven.");
        List<byte[]> seeds = RandomRecords.of(topic.valueType(), 20, 1).stream()
                .map(sample -> serde.serializer().serialize(name, sample.specific()))
                .toList();

        Fuzzer.Result result = Fuzzer.of("frame of " + topic, seeds)
                .refusesBy(SerializationException.class)
                .repairedBy(FrameFuzzTest::withHeader)
                .run(input -> {
                    T record = serde.deserializer().deserialize(name, input);
                    assertThat(serde.serializer().serialize(name, record)).isNotEmpty();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    private static byte[] withHeader(byte[] input) {
        if (input.length >= ConfluentFrame.HEADER_BYTES) {
            System.arraycopy(ConfluentFrame.header(1), 0, input, 0, ConfluentFrame.HEADER_BYTES);
        }
        return input;
    }
}
