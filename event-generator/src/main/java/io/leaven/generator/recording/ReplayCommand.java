package io.leaven.generator.recording;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.StopSignal;
import io.leaven.app.TopicScan;
import io.leaven.schemas.topic.Topic;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven replay}: a recording back to a topic. */
@Command(
        name = "replay",
        description = {
            "Send a recorded topic again: original keys, timestamps, headers and values.",
            "The topic gets its name from the recording; --topic-prefix sends it beside the original."
        })
public final class ReplayCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(paramLabel = "FILE", description = "A recording: .avro or .jsonl.")
    private Path file;

    @Option(
            names = "--topic",
            paramLabel = "TOPIC",
            description = "What the recording holds, where a .jsonl file does not say so itself.")
    private String topicName;

    @Option(
            names = "--speed",
            paramLabel = "FACTOR",
            defaultValue = "1",
            description = "1 keeps the rhythm of the timestamps, 10 is ten times as fast, max sends without a pause. "
                    + "Default: ${DEFAULT-VALUE}")
    private String speed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    public ReplayCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        Rhythm rhythm = rhythm();
        try (Connection connection = connectionOptions.connection()) {
            Optional<Topic<?>> expected =
                    Optional.ofNullable(topicName).map(name -> TopicNames.ofCatalogue(name, connection.topicPrefix()));
            try (RecordingReader recording = RecordingFormat.of(file).open(file, expected)) {
                Optional<Topic<?>> topic = recording.topic();
                if (topic.isEmpty()) {
                    print("", 0);
                    return 0;
                }
                connection.check();
                String name = connection.name(topic.get());
                print(name, replay(connection, name, recording, rhythm));
            }
        }
        return 0;
    }

    private long replay(Connection connection, String name, RecordingReader recording, Rhythm rhythm) {
        try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-replay")) {
            TopicScan.partitions(consumer, name);
        }
        try (Producer<byte[], byte[]> producer = connection.rawProducer("leaven-replay", Map.of())) {
            return new TopicReplayer(
                            producer, connection.serdes().serializer(), name, rhythm, InstantSource.system(), stop)
                    .replay(recording);
        }
    }

    private Rhythm rhythm() {
        try {
            return Rhythm.parse(speed);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), "--speed: " + e.getMessage(), e);
        }
    }

    private void print(String name, long records) {
        String text;
        if (json) {
            text = JsonNodeFactory.instance
                    .objectNode()
                    .put("file", file.toString())
                    .put("topic", name)
                    .put("records", records)
                    .put("stopped", stop.isRaised())
                    .toString();
        } else if (records == 0) {
            text = "no record was sent" + (stop.isRaised() ? "" : ": " + file + " holds none");
        } else {
            text = String.format(
                    Locale.ROOT,
                    "%,d records of %s were sent to %s%s",
                    records,
                    file,
                    name,
                    stop.isRaised() ? ", then it was stopped" : "");
        }
        spec.commandLine().getOut().println(text);
    }
}
