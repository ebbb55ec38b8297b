package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.generator.recording.TopicRecorder.Recorded;
import io.leaven.schemas.topic.Topic;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven record}: a topic to a file. */
@Command(
        name = "record",
        description = {
            "Record a topic to a file: keys, timestamps, headers and values, in the order of time.",
            "`leaven replay FILE` sends it again."
        })
public final class RecordCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "Such as customer-events; `leaven topics list`.")
    private String topicName;

    @Parameters(
            index = "1",
            paramLabel = "FILE",
            description = "Ends in .avro (Avro container, compressed) or .jsonl (one JSON object a line).")
    private Path file;

    @Option(names = "--follow", description = "Go on with what comes, until Ctrl-C.")
    private boolean follow;

    @Option(names = "--force", description = "Write over a file that exists.")
    private boolean force;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public RecordCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        RecordingFormat.of(file);
        if (Files.exists(file) && !force) {
            throw new UserError(file + " exists already; --force writes over it");
        }
        try (Connection connection = connectionOptions.connection()) {
            Topic<?> topic = TopicNames.ofCatalogue(topicName, connection.topicPrefix());
            connection.check();
            String name = connection.name(topic);
            try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-record")) {
                TopicRecorder recorder =
                        new TopicRecorder(consumer, connection.serdes().registry(), topic, name, stop);
                print(name, recorder.record(file, follow));
            }
        }
        return 0;
    }

    private void print(String name, Recorded recorded) {
        String text;
        if (json) {
            text = JsonNodeFactory.instance
                    .objectNode()
                    .put("topic", name)
                    .put("file", file.toString())
                    .put("records", recorded.records())
                    .put("undecoded", recorded.undecoded())
                    .put("bytes", file.toFile().length())
                    .toString();
        } else {
            text = String.format(
                    Locale.ROOT,
                    "%,d records of %s are in %s (%,d bytes)%s",
                    recorded.records(),
                    name,
                    file,
                    file.toFile().length(),
                    recorded.undecoded() == 0
                            ? ""
                            : String.format(
                                    Locale.ROOT,
                                    "; %,d could not be decoded and are kept as bytes",
                                    recorded.undecoded()));
        }
        spec.commandLine().getOut().println(text);
    }
}
