package io.leaven.control.lift;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.ErasedCustomers;
import io.leaven.app.Progress;
import io.leaven.app.TopicScan;
import io.leaven.app.UserError;
import io.leaven.dispatcher.lift.ConfidenceSequence;
import io.leaven.dispatcher.lift.CustomerOutcomes;
import io.leaven.schemas.DecisionGroup;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven lift}: the agent's causal effect against the holdout. */
@Command(
        name = "lift",
        description = {
            "What the agent is worth: revenue, purchases and tier of its customers against the holdout's, from the"
                    + " topic replay.",
            "The holdout is the dispatcher's --holdout-share, never messaged. The interval and p-value for any number"
                    + " of looks stay right if you look every day and stop when you like."
        })
public final class LiftCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "10",
            description =
                    "Steps of each customer that count; one with fewer does not count yet. Fix it before you look."
                            + " Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--since",
            paramLabel = "TIME",
            description =
                    "Steps that closed before do not count, such as 2026-03-01T00:00:00Z. Default: when the agent first"
                            + " decided.")
    private Optional<String> since;

    @Option(
            names = "--alpha",
            paramLabel = "SHARE",
            defaultValue = "0.05",
            description = "Share of intervals that may miss the truth. Default: ${DEFAULT-VALUE}")
    private double alpha;

    @Option(
            names = "--planned-customers",
            paramLabel = "N",
            defaultValue = "1000",
            description =
                    "Customers of the smaller group at which the interval for any number of looks is narrowest. Fix it"
                            + " before you look. Default: ${DEFAULT-VALUE}")
    private int planned;

    @Option(names = "--json", description = "Print JSON.")
    private boolean json;

    @Override
    public Integer call() {
        if (steps < 1 || planned < 1 || !(alpha > 0 && alpha < 1)) {
            throw new ParameterException(
                    spec.commandLine(), "--steps and --planned-customers must be 1 or more, --alpha between 0 and 1");
        }
        try (Connection connection = connectionOptions.connection().check()) {
            ErasedCustomers erased = erased(connection);
            Instant from = since.map(this::time).orElseGet(() -> firstDecision(connection, erased));
            CustomerOutcomes outcomes = new CustomerOutcomes(from, steps);
            scan(connection, erased, outcomes::add);
            LiftReport report = LiftReport.of(
                    outcomes.complete(), from.toString(), steps, ConfidenceSequence.narrowAt(alpha, planned));
            spec.commandLine().getOut().print(json ? report.toJson() : report.toText());
            spec.commandLine().getOut().flush();
        }
        return 0;
    }

    private Instant time(String text) {
        try {
            return Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new ParameterException(spec.commandLine(), "--since: '" + text + "' is no time in UTC", e);
        }
    }

    /** Whose data were erased does not count in either group. */
    private static ErasedCustomers erased(Connection connection) {
        ErasedCustomers erased = new ErasedCustomers();
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader =
                connection.rawReader("leaven-lift-profiles")) {
            TopicScan.scan(reader, connection.name(Topics.CUSTOMER_PROFILES), erased, read -> {});
        }
        return erased;
    }

    private static Instant firstDecision(Connection connection, ErasedCustomers erased) {
        Instant[] first = {Instant.MAX};
        scan(connection, erased, step -> {
            if (step.getGroup() == DecisionGroup.AGENT && step.getEventTime().isBefore(first[0])) {
                first[0] = step.getEventTime();
            }
        });
        if (first[0].equals(Instant.MAX)) {
            throw new UserError("the topic " + connection.name(Topics.REPLAY)
                    + " holds no step that the agent decided; there is nothing to compare yet");
        }
        return first[0];
    }

    /** A record that cannot be decoded is the trainer's to refuse, and passed over here. */
    private static void scan(Connection connection, ErasedCustomers erased, Consumer<Transition> taker) {
        Deserializer<Transition> deserializer = connection.serdes().deserializer(Transition.class);
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader = connection.rawReader("leaven-lift");
                Progress progress = Progress.start("lift: transitions", -1)) {
            TopicScan.scan(
                    reader,
                    connection.name(Topics.REPLAY),
                    record -> {
                        try {
                            if (record.value() != null && !erased.contains(record.key())) {
                                taker.accept(deserializer.deserialize(record.topic(), record.value()));
                            }
                        } catch (SerializationException e) {
                            return;
                        }
                    },
                    progress::to);
        }
    }
}
