package io.leaven.control.config;

import io.leaven.app.ConnectionOptions;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code leaven config}: what an app can be told, what it would be told now, and by whom. */
@Command(
        name = "config",
        description = {
            "Show the settings of an app: value in force, where it comes from, what it does.",
            "The layers, weakest first: default, --config FILE, environment, command line."
        })
public final class ConfigCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Parameters(arity = "0..1", paramLabel = "APP", description = "Without it, the apps are listed.")
    private String app;

    @ArgGroup
    private Format format = new Format();

    private static final class Format {
        @Option(names = "--json", description = "Print JSON.")
        private boolean json;

        @Option(names = "--markdown", description = "Print a table of defaults, for documentation.")
        private boolean markdown;
    }

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        if (app == null) {
            for (AppSettings settings : AppSettings.values()) {
                out.println(String.format("%-12s %s", settings.label(), settings.purpose()));
            }
            return 0;
        }
        List<EffectiveSetting> settings =
                EffectiveSetting.of(AppSettings.byLabel(app).definition(), connectionOptions.source());
        if (format.json) {
            out.println(SettingsPage.json(settings));
        } else {
            out.println(format.markdown ? SettingsPage.markdown(settings) : SettingsPage.text(settings));
        }
        return 0;
    }
}
