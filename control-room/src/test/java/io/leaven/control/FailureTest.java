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
import org.apache.kafka.streams.errors.StreamsException;
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

    /** Messages as Kafka's clients and Streams of 4.3 give them. */
    @Test
    void aRightThatIsMissingIsNamedAndWhereRightsStand() throws IOException {
        TopicAuthorizationException decisions = new TopicAuthorizationException(Set.of("leaven.decisions"));
        TopicAuthorizationException bare = new TopicAuthorizationException("Authorization failed.");

        assertThat(refusal(decisions)).isEqualTo("Not authorized to access topics: [leaven.decisions]");
        assertThat(refusal(new KafkaException(decisions)))
                .isEqualTo("Not authorized to access topics: [leaven.decisions]");
        assertThat(refusal(new IllegalStateException(
                        "rolled back", new StreamsException("Could not create topic leaven.x-changelog.", bare))))
                .isEqualTo("Could not create topic leaven.x-changelog: Authorization failed");
        assertThat(refusal(
                        new TopicAdminException("cannot create topic 'leaven.replay-x': Authorization failed.", bare)))
                .isEqualTo("cannot create topic 'leaven.replay-x': Authorization failed");
        assertThat(files()).isEmpty();
    }

    private String refusal(Exception exception) {
        Failure failure = Failure.of(exception, folder);
        String before = "the Kafka broker refused: ";
        String after = "; `leaven acls` tells what each app must be allowed to do";
        assertThat(failure.exitCode()).isEqualTo(1);
        assertThat(failure.message()).startsWith(before).endsWith(after);
        return failure.message().substring(before.length(), failure.message().length() - after.length());
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
