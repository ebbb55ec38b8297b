package io.leaven.dispatcher;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.agent.action.ActionCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is in force while the file is being written. */
class GuardrailWatchTest {

    @TempDir
    private Path directory;

    private final AtomicInteger refused = new AtomicInteger();
    private Path file;
    private GuardrailWatch watch;

    @BeforeEach
    void start() throws IOException {
        file = Files.writeString(directory.resolve("rules.yaml"), "cap: 1 per 7d\n");
        watch = new GuardrailWatch(
                file, ActionCatalogue.standard(), Duration.ZERO, Duration.ofHours(1), refused::incrementAndGet);
    }

    @Test
    void aChangeCountsOnceItIsReadTheSameTwice() throws IOException {
        Optional<String> before = watch.get().version();
        Files.writeString(file, "cap: 2 per 7d\n");
        watch.look();
        assertThat(watch.get().version()).isEqualTo(before);
        watch.look();
        assertThat(watch.get().version()).isNotEqualTo(before);
    }

    @Test
    void rulesThatAreHalfWrittenAreNeverInForce() throws IOException {
        Optional<String> before = watch.get().version();
        Files.writeString(file, "");
        watch.look();
        Files.writeString(file, "minimum-gap: 1h\n");
        watch.look();
        assertThat(watch.get().version())
                .as("neither without rules nor with half of them")
                .isEqualTo(before);
        Files.writeString(file, "minimum-gap: 1h\ncap: 2 per 7d\n");
        watch.look();
        watch.look();
        assertThat(watch.get().version()).isNotEqualTo(before);
        assertThat(refused).hasValue(0);
    }

    @Test
    void aMistakeIsToldOfOnce() throws IOException {
        Files.writeString(file, "cup: 1 per 7d\n");
        for (int look = 0; look < 4; look++) {
            watch.look();
        }
        assertThat(refused).hasValue(1);
        Files.writeString(file, "cap: 1 per 7d\n");
        watch.look();
        watch.look();
        assertThat(refused).hasValue(1);
    }
}
