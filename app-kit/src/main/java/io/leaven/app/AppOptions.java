package io.leaven.app;

import io.leaven.app.operations.Operations;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.apache.kafka.common.config.ConfigDef;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The options of every command that runs an app in the foreground, and how it does. */
public final class AppOptions {

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(names = "--json", description = "Print what was done as JSON at the end.")
    private boolean json;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * What people are told of an app.
     *
     * @param label what the progress counts, such as {@code deliver: messages sent}
     * @param done how many so far
     * @param text one line at the end
     * @param json the same for machines
     */
    public record Report<A>(String label, ToLongFunction<A> done, Function<A, String> text, Function<A, String> json) {}

    /** Makes an app out of its connection, its settings and where it registers its metrics. */
    public interface Maker<A> {

        A make(Connection connection, SettingsSource source, MeterRegistry metrics);
    }

    /**
     * Runs an app until the signal is raised, shows meanwhile how it is ({@link Operations}), then tells what it did.
     *
     * @param definition of the app's settings
     * @param options the command's own that are settings, see {@link OptionValues}
     * @param make the app, which owns nothing that has to be closed before it is started but by itself
     * @return the exit code
     * @throws UserError if a setting is wrong, broker or registry do not answer, or the app failed
     */
    public <A extends App> int run(
            StopSignal stop, ConfigDef definition, Map<String, String> options, Maker<A> make, Report<A> report) {
        SettingsSource source = connectionOptions.source(options);
        try (Connection connection = ConnectionOptions.connection(definition, source);
                Operations operations = connection.operations();
                A app = make.make(connection, source, operations.metrics())) {
            connection.check();
            App.runUntil(
                    stop,
                    operations.watch(app),
                    report.label(),
                    () -> report.done().applyAsLong(app));
            command.commandLine()
                    .getOut()
                    .println(json ? report.json().apply(app) : report.text().apply(app));
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
