package io.leaven.dispatcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.AppOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.StopSignal;
import io.leaven.dispatcher.delivery.DeliveryTally;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven deliver}: sends messages in the foreground. */
@Command(
        name = "deliver",
        description = {
            "Send messages until Ctrl-C: every action goes to a message backend, in order for each customer, and gets a"
                    + " receipt.",
            "What fails is tried again for three days, then goes to the dead letters. Run several to share the work.",
            "Secrets come from files or the environment; `leaven config delivery` lists all settings."
        })
public final class DeliverCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Mixin
    private AppOptions app;

    @Option(
            names = "--backend",
            paramLabel = "NAME",
            description = "log, webhook, smtp, novu, dittofeed, or one on the class path. Default: log")
    private String backend;

    @Option(names = "--templates", paramLabel = "DIR", description = "Folder of Mustache templates. Default: none")
    private Path templates;

    @Option(names = "--in-flight", paramLabel = "N", description = "Most messages on their way at once. Default: 256")
    private Integer inFlight;

    @Option(
            names = "--receipts-port",
            paramLabel = "PORT",
            description = "Take receipts and unsubscriptions in over HTTP at this port. Default: not at all")
    private Integer receiptsPort;

    public DeliverCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        return app.run(
                stop,
                DeliverySettings.withBackends(),
                options(),
                (connection, source, metrics) ->
                        new DeliveryApp(connection, source, System.getenv(), metrics, Clock.systemUTC()),
                new AppOptions.Report<>(
                        "deliver: messages sent",
                        delivery -> delivery.tally().sent(),
                        delivery -> text(delivery.tally()),
                        delivery -> json(delivery.tally())));
    }

    private Map<String, String> options() {
        return new OptionValues()
                .with(DeliverySettings.BACKEND, backend)
                .with(DeliverySettings.TEMPLATES_DIR, templates)
                .with(DeliverySettings.IN_FLIGHT, inFlight)
                .with(DeliverySettings.RECEIPTS_PORT, receiptsPort)
                .toMap();
    }

    private static String json(DeliveryTally tally) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("read", tally.read())
                .put("sent", tally.sent())
                .put("attempts", tally.attempts())
                .put("expired", tally.expired())
                .put("withheld", tally.withheld())
                .put("failed", tally.failed())
                .put("deadLetters", tally.deadLetters())
                .toString();
    }

    private static String text(DeliveryTally tally) {
        return String.format(
                Locale.ROOT,
                "%,d actions read, %,d messages sent in %,d attempts, %,d expired, %,d withheld, %,d failed, %,d dead"
                        + " letters",
                tally.read(),
                tally.sent(),
                tally.attempts(),
                tally.expired(),
                tally.withheld(),
                tally.failed(),
                tally.deadLetters());
    }
}
