package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlineSerdeTest {

    private final DeadlineSerde serde = new DeadlineSerde();

    @Test
    void bytes_sort_by_time_whatever_customer_and_step() {
        List<Deadline> inOrder = List.of(
                new Deadline(0, "", 0),
                new Deadline(255, "zoe", 9),
                new Deadline(256, "ann", 1),
                new Deadline(1_767_225_600_000L, "zoë", 300),
                new Deadline(1_767_225_600_001L, "ann", 2));

        List<Deadline> sorted = inOrder.stream()
                .map(deadline -> serde.serializer().serialize("t", deadline))
                .sorted(Arrays::compareUnsigned)
                .map(bytes -> serde.deserializer().deserialize("t", bytes))
                .toList();

        assertThat(sorted).isEqualTo(inOrder);
    }

    /** Bytes of release 0.1.0's store: 1,767,225,600,000 ms is 0x19b76daa800, step 300 is 0x12c. */
    @Test
    void what_the_first_release_wrote_is_read_and_written_again() {
        byte[] stored = HexFormat.of().parseHex("0000019b76daa800" + "0000012c" + "7a6fc3ab");
        Deadline deadline = new Deadline(1_767_225_600_000L, "zoë", 300);

        assertThat(serde.deserializer().deserialize("t", stored)).isEqualTo(deadline);
        assertThat(serde.serializer().serialize("t", deadline)).isEqualTo(stored);
    }
}
