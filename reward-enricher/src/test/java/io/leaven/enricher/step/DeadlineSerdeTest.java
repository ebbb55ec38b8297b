package io.leaven.enricher.step;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
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
}
