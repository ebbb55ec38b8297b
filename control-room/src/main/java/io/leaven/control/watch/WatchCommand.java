package io.leaven.control.watch;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.StopSignal;
import io.leaven.control.watch.TopicWatch.Watched;
import io.leaven.generator.recording.JsonLine;
import io.leaven.generator.recording.RecordDecoder;
import io.leaven.generator.recording.TopicNames;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.consumer.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven watch}: a topic, decoded, one line a record. */
@Command(
        name = "watch",
        description = "Follow a topic, decoded, one line a record: time (UTC), key, essentials. Ends with Ctrl-C.")
public final class WatchCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(paramLabel = "TOPIC", description = "Such as actions or replay; `leaven topics list` shows all.")
    private String topicName;

    @Option(names = "--customer", paramLabel = "ID", description = "Only the records of one customer.")
    private Optional<String> customer;

    @Option(names = "--from-beginning", description = "Begin with what the topic holds already.")
    private boolean fromBeginning;

    @Option(names = "--limit", paramLabel = "N", description = "End after so many lines.")
    private Optional<Long> limit;

    @Option(
            names = "--timeout-seconds",
            paramLabel = "SECONDS",
            description = "End when no line was due for so long. Default: never")
    private Optional<Double> timeoutSeconds;

    @Option(
            names = "--json",
            description = "Print JSON, one object a line: topic, partition, offset, key, timestamp, value. "
                    + "`leaven replay` reads such lines from a .jsonl file.")
    private boolean json;

    public WatchCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        try (Connection connection = connectionOptions.connection()) {
            Topic<?> topic = TopicNames.ofCatalogue(topicName, connection.topicPrefix());
            refuseCustomer(topic);
            connection.check();
            try (Consumer<byte[], byte[]> consumer = connection.rawReader("leaven-watch")) {
                TopicWatch watch = new TopicWatch(
                        consumer,
                        new RecordDecoder(connection.serdes().registry(), topic.valueType()),
                        printer(topic),
                        spec.commandLine().getOut(),
                        InstantSource.system(),
                        stop);
                report(watch.watch(connection.name(topic), request()));
            }
        }
        return 0;
    }

    private RecordPrinter printer(Topic<?> topic) {
        return json
                ? record -> JsonLine.of(topic, record).toString()
                : new TextPrinter(Palette.suitable(System.console() != null, System.getenv()));
    }

    private WatchRequest request() {
        if (limit.filter(lines -> lines < 1).isPresent()) {
            throw new ParameterException(spec.commandLine(), "--limit must be 1 or more");
        }
        return new WatchRequest(
                fromBeginning,
                customer,
                limit,
                timeoutSeconds.map(seconds -> Duration.ofMillis(Math.round(1_000 * seconds))));
    }

    private void refuseCustomer(Topic<?> topic) {
        boolean byCustomer = topic.partitions() == Topic.Partitions.BY_CUSTOMER || topic == Topics.DEAD_LETTERS;
        if (customer.isPresent() && !byCustomer) {
            throw new ParameterException(
                    spec.commandLine(), "--customer: the records of " + topic + " are not about one customer");
        }
    }

    private void report(Watched watched) {
        if (watched.undecoded() > 0) {
            spec.commandLine()
                    .getErr()
                    .println(String.format(
                            Locale.ROOT,
                            "%,d of %,d records could not be decoded",
                            watched.undecoded(),
                            watched.printed()));
        }
    }
}
