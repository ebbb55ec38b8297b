package io.leaven.app;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProgressTest {

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream out = new PrintStream(bytes, true, StandardCharsets.UTF_8);

    @Test
    void withoutATerminalThereIsALineAtTheStartAndOneAtTheEnd() {
        try (Progress progress = Progress.toLines("log 500 customers", 25_000, out)) {
            progress.by(10_000);
            progress.by(2_500);
        }

        assertThat(lines()).hasSize(2);
        assertThat(lines().get(0)).isEqualTo("log 500 customers ...");
        assertThat(lines().get(1)).matches("log 500 customers: 12,500 of 25,000 in \\d+\\.\\d s");
    }

    @Test
    void anUnknownTotalIsLeftOut() {
        try (Progress progress = Progress.toLines("replay", -1, out)) {
            progress.to(7);
        }

        assertThat(lines().get(1)).startsWith("replay: 7 in ");
    }

    @Test
    void theEndIsSaidOnce() {
        Progress progress = Progress.toLines("work", 1, out);
        progress.close();
        progress.close();

        assertThat(lines()).hasSize(2);
    }

    private List<String> lines() {
        return bytes.toString(StandardCharsets.UTF_8).lines().toList();
    }
}
