package io.leaven.causal.fit;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.concurrent.Callable;
import org.apache.kafka.common.config.ConfigException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/** {@code leaven fit uplift}: fits an uplift model. */
@Command(
        name = "uplift",
        description = {
            "Fit an uplift model to the topic treatment-experiments: how many dollars each promotion adds, by customer.",
            "A share of the customers is held out; the numbers that are printed come from them."
        })
final class FitUpliftCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private FitCommand parent;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Mixin
    private UpliftOptions upliftOptions;

    @Option(names = "--publish", description = "Put the model on the topic causal-models.")
    private boolean publish;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        SettingsSource source = connectionOptions.source(upliftOptions.settings());
        try (Connection connection = ConnectionOptions.connection(CausalSettings.DEFINITION, source)) {
            CausalSettings settings = settings(source);
            UpliftFit fit = new UpliftFit(connection.check(), settings, Clock.systemUTC(), new SimpleMeterRegistry());
            UpliftFitResult result = publish ? fit.fitAndPublish(parent.stop()) : fit.fit(parent.stop());
            spec.commandLine().getOut().println(json ? UpliftFitPrinter.json(result) : UpliftFitPrinter.text(result));
        }
        return 0;
    }

    private static CausalSettings settings(SettingsSource source) {
        try {
            return new CausalSettings(source);
        } catch (ConfigException e) {
            throw new UserError(e.getMessage(), e);
        }
    }
}
