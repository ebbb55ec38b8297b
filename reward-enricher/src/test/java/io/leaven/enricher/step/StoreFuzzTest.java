package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.CustomerStepState;
import io.leaven.testkit.Fuzzer;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.Schema;
import org.apache.avro.util.RandomData;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serde;
import org.junit.jupiter.api.Test;

/** What the stores hold comes back from their changelogs: a damaged value is refused, and harms nothing else. */
class StoreFuzzTest {

    @Test
    void statesOfCustomers() throws Exception {
        StepStateSerde serde = new StepStateSerde();
        List<byte[]> seeds = new ArrayList<>();
        for (int version = 1; version <= StepStateSerde.VERSION; version++) {
            Schema schema = StepStateSerde.schema(version);
            for (Object record : new RandomData(schema, 5, version)) {
                seeds.add(StoredStates.bytes(version, schema, record));
            }
        }
        Fuzzer.of("customer's state", seeds)
                .refusesBy(SerializationException.class)
                .repairedBy(StoreFuzzTest::withVersion)
                .run(input -> {
                    CustomerStepState state = serde.deserialize("store", input);
                    assertThat(serde.serialize("store", state)).isNotEmpty();
                });
    }

    @Test
    void deadlines() {
        Serde<Deadline> serde = new DeadlineSerde();
        Fuzzer.of("deadline", List.of(serde.serializer().serialize("t", new Deadline(1L << 40, "ann", 7))))
                .refusesBy(SerializationException.class)
                .run(input -> serde.deserializer().deserialize("t", input));
    }

    private static byte[] withVersion(byte[] input) {
        if (input.length > 0) {
            input[0] = (byte) (1 + (input[0] & 1));
        }
        return input;
    }

    /** Avro's own decoder took the length for granted, and its exception was none that the serde names. */
    @Test
    void aBrokenStateIsRefusedWithItsReason() {
        byte[] broken = {2, 2, (byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F};

        assertThatThrownBy(() -> new StepStateSerde().deserialize("store", broken))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("store of topic 'store' holds a broken value");
        assertThatThrownBy(() -> new StepStateSerde().deserialize("store", new byte[0]))
                .isInstanceOf(SerializationException.class);
    }

    @Test
    void aDeadlineThatIsTooShortIsRefused() {
        assertThatThrownBy(() -> new DeadlineSerde().deserializer().deserialize("t", new byte[11]))
                .isInstanceOf(SerializationException.class)
                .hasMessageContaining("12 bytes at least, not 11");
    }
}
