package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.app.UserError;
import io.leaven.schemas.topic.TopicAdminException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FailureTest {

    @TempDir
    private Path folder;

    @Test
    void whatAPersonCanPutRightIsItsMessageAlone() throws IOException {
        assertThat(Failure.of(new UserError("port 9092 is taken"), folder))
                .isEqualTo(new Failure("port 9092 is taken", 1));
        assertThat(Failure.of(new TopicAdminException("no such cluster"), folder))
                .isEqualTo(new Failure("no such cluster", 1));
        assertThat(files()).isEmpty();
    }

    @Test
    void wrongSettingsAreBadUsage() {
        assertThat(Failure.of(new ConfigException("a.b", "x", "not a number"), folder))
                .isEqualTo(new Failure("Invalid value x for configuration a.b: not a number", 2));
        assertThat(Failure.of(new UserError("wrong", new ConfigException("wrong")), folder))
                .isEqualTo(new Failure("wrong", 2));
    }

    @Test
    void aRightThatIsMissingIsNamedAndWhereRightsStand() throws IOException {
        Exception refused = new IllegalStateException(
                "rolled back",
                new KafkaException("fatal", new TopicAuthorizationException(Set.of("leaven.decisions"))));

        assertThat(Failure.of(refused, folder))
                .isEqualTo(new Failure(
                        "the Kafka broker refused: Not authorized to access topics: [leaven.decisions]; `leaven acls` tells what"
                                + " each app must be allowed to do",
                        1));
        assertThat(files()).isEmpty();
    }

    @Test
    void stackTraceOfAnythingElseIsInTheFileThatTheMessageNames() throws IOException {
        Failure failure = Failure.of(new IllegalStateException("broken", new IOException("disk")), folder);

        Path file = files().get(0);
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.message())
                .isEqualTo("unexpected IllegalStateException: broken; the stack trace is in " + file);
        assertThat(file)
                .content()
                .contains("IllegalStateException: broken", "at io.leaven.control.FailureTest", "disk");
    }

    @Test
    void folderThatCannotBeWrittenHidesNothing() {
        assertThat(Failure.of(new IllegalStateException(), folder.resolve("none"))
                        .message())
                .startsWith("unexpected IllegalStateException; --stacktrace shows where");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
