package io.leaven.app;

import java.util.Map;
import java.util.function.BiFunction;
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

    /**
     * Runs an app until the signal is raised, then tells what it did.
     *
     * @param definition of the app's settings
     * @param options the command's own that are settings, see {@link OptionValues}
     * @param make the app, which owns nothing that has to be closed before it is started but by itself
     * @return the exit code
     * @throws UserError if a setting is wrong, broker or registry do not answer, or the app failed
     */
    public <A extends App> int run(
            StopSignal stop,
            ConfigDef definition,
            Map<String, String> options,
            BiFunction<Connection, SettingsSource, A> make,
            Report<A> report) {
        SettingsSource source = connectionOptions.source(options);
        try (Connection connection = ConnectionOptions.connection(definition, source);
                A app = make.apply(connection, source)) {
            connection.check();
            App.runUntil(stop, app, report.label(), () -> report.done().applyAsLong(app));
            command.commandLine()
                    .getOut()
                    .println(json ? report.json().apply(app) : report.text().apply(app));
            command.commandLine().getOut().flush();
        }
        return 0;
    }
}
