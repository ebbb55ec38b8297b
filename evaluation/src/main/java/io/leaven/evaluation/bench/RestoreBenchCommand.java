package io.leaven.evaluation.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.platform.Platform;
import io.leaven.platform.PlatformSettings;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench restore}. */
@Command(
        name = "restore",
        description = {
            "How long an enricher that has lost its disk takes until it works again, on an embedded broker, and what a customer's state"
                    + " takes on disk.",
            "Needed: 1,000,000 customers in under 90 s."
        })
final class RestoreBenchCommand implements Callable<Integer> {

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Customers with a state. Default: ${DEFAULT-VALUE}")
    private long customers;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        try (Platform platform = Platform.start(PlatformSettings.ephemeral());
                Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(platform.connectionSettings())))) {
            RestoreBench.Result result =
                    new RestoreBench(connection, platform.directory().resolve("streams")).run(customers, seed);
            out.println(json ? json(result) : text(result));
            out.flush();
        }
        return 0;
    }

    private static String text(RestoreBench.Result result) {
        return String.format(
                Locale.ROOT,
                "%,d customers: %.1f s from the start without a store until it knows them again, %.1f s with it; %.0f bytes of disk a customer",
                result.customers(),
                result.seconds(),
                result.warmSeconds(),
                result.diskBytesPerCustomer());
    }

    private static String json(RestoreBench.Result result) {
        try {
            return new ObjectMapper().writeValueAsString(result);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("numbers are always JSON", e);
        }
    }
}
