package io.leaven.dispatcher;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

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

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

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

    @Option(names = "--json", description = "Print what was done as JSON at the end.")
    private boolean json;

    public DispatchCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        SettingsSource source = connectionOptions.source(options());
        try (Connection connection = ConnectionOptions.connection(DispatcherSettings.DEFINITION, source)) {
            DispatcherSettings settings = source.settings(DispatcherSettings::new);
            connection.check();
            DispatcherApp app = new DispatcherApp(connection, settings, new SimpleMeterRegistry(), Clock.systemUTC());
            App.runUntil(stop, app, "dispatch: decisions", () -> app.status().decisions());
            print(app.status());
        }
        return 0;
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

    private void print(DispatcherStatus status) {
        String text = json
                ? JsonNodeFactory.instance
                        .objectNode()
                        .put("requests", status.requests())
                        .put("decisions", status.decisions())
                        .put("actions", status.actions())
                        .put("deadLetters", status.deadLetters())
                        .put("snapshot", status.snapshot().orElse(null))
                        .put("snapshotsRefused", status.snapshotsRefused())
                        .put("snapshotsRolledBack", status.snapshotsRolledBack())
                        .put("guardrailsRefused", status.guardrailsRefused())
                        .toString()
                : String.format(
                        Locale.ROOT,
                        "%,d requests, %,d decisions, %,d messages, %,d dead letters; snapshot %s, %,d refused, %,d rolled back",
                        status.requests(),
                        status.decisions(),
                        status.actions(),
                        status.deadLetters(),
                        status.snapshot().orElse("none"),
                        status.snapshotsRefused(),
                        status.snapshotsRolledBack());
        spec.commandLine().getOut().println(text);
    }
}
