package io.leaven.dispatcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.AppOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.StopSignal;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code leaven dispatch}: runs the dispatcher in the foreground. */
@Command(
        name = "dispatch",
        description = {
            "Decide until Ctrl-C: every decision request becomes one decision, and a message action if it is a"
                    + " message.",
            "Follows agent-snapshots and uses the newest good one; goes back to the one before if it leaves its control"
                    + " bands. `leaven snapshots` shows and changes which one decides. Run several to share the work."
        })
public final class DispatchCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Mixin
    private AppOptions app;

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "Channels and promotions. Default: the standard ten actions.")
    private Path catalogue;

    @Option(
            names = "--guardrails",
            paramLabel = "FILE",
            description = "Rules: caps, quiet hours, budget and more; read again when it changes. Default: none.")
    private Path guardrails;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the draws. Default: 1")
    private Long seed;

    @Option(names = "--threads", paramLabel = "N", description = "Threads that decide. Default: 1")
    private Integer threads;

    @Option(
            names = "--holdout-share",
            paramLabel = "SHARE",
            description = "Share of customers that are never messaged. Default: 0")
    private Double holdoutShare;

    @Option(
            names = "--random-share",
            paramLabel = "SHARE",
            description = "Share of customers with uniformly random actions. Default: 0")
    private Double randomShare;

    @Option(
            names = "--instance",
            paramLabel = "NAME",
            description = "A name that this instance keeps over restarts. Default: a new one each time.")
    private String instance;

    public DispatchCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        return app.run(
                stop,
                DispatcherSettings.DEFINITION,
                options(),
                (connection, source, metrics) -> new DispatcherApp(
                        connection, source.settings(DispatcherSettings::new), metrics, Clock.systemUTC()),
                new AppOptions.Report<>(
                        "dispatch: decisions",
                        dispatcher -> dispatcher.status().decisions(),
                        dispatcher -> text(dispatcher.status()),
                        dispatcher -> json(dispatcher.status())));
    }

    private Map<String, String> options() {
        return new OptionValues()
                .with(DispatcherSettings.CATALOGUE_FILE, catalogue)
                .with(DispatcherSettings.GUARDRAILS_FILE, guardrails)
                .with(DispatcherSettings.SEED, seed)
                .with(DispatcherSettings.THREADS, threads)
                .with(DispatcherSettings.GROUP_HOLDOUT_SHARE, holdoutShare)
                .with(DispatcherSettings.GROUP_RANDOM_SHARE, randomShare)
                .with(DispatcherSettings.INSTANCE_ID, instance)
                .toMap();
    }

    private static String json(DispatcherStatus status) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("requests", status.requests())
                .put("decisions", status.decisions())
                .put("actions", status.actions())
                .put("deadLetters", status.deadLetters())
                .put("snapshot", status.snapshot().orElse(null))
                .put("snapshotsRefused", status.snapshotsRefused())
                .put("snapshotsRolledBack", status.snapshotsRolledBack())
                .put("guardrailsRefused", status.guardrailsRefused())
                .toString();
    }

    private static String text(DispatcherStatus status) {
        return String.format(
                Locale.ROOT,
                "%,d requests, %,d decisions, %,d messages, %,d dead letters; snapshot %s, %,d refused, %,d rolled back",
                status.requests(),
                status.decisions(),
                status.actions(),
                status.deadLetters(),
                status.snapshot().orElse("none"),
                status.snapshotsRefused(),
                status.snapshotsRolledBack());
    }
}
