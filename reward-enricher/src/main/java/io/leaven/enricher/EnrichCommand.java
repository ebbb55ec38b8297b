package io.leaven.enricher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.App;
import io.leaven.app.Connection;
import io.leaven.app.ConnectionOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.operations.Operations;
import io.leaven.enricher.reward.RewardPreset;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven enrich}. */
@Command(
        name = "enrich",
        mixinStandardHelpOptions = true,
        description = {
            "Turns customer events and decisions into priced transitions and new decision requests.",
            "Runs until Ctrl-C, with Kafka's exactly-once: started again, it goes on where it stopped."
        })
public final class EnrichCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Mixin
    private ConnectionOptions connectionOptions;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            description = "Weights of the reward: ${COMPLETION-CANDIDATES}. Default: causal, which charges for messages"
                    + " and discounts.",
            completionCandidates = PresetNames.class)
    private String preset;

    @Option(names = "--json", description = "Print the counts at the end as JSON.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    /** @param stop ends the command */
    public EnrichCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() throws JsonProcessingException {
        SettingsSource source = connectionOptions.source(
                new OptionValues().with(EnricherSettings.REWARD_PRESET, preset).toMap());
        EnricherSettings settings = source.settings(EnricherSettings::new);
        try (Connection connection = ConnectionOptions.connection(EnricherSettings.DEFINITION, source);
                Operations operations = connection.operations()) {
            connection.check();
            RewardEnricherApp app = new RewardEnricherApp(connection, settings, operations.metrics());
            App.runUntil(
                    stop,
                    operations.watch(app),
                    "enrich: events",
                    () -> app.status().events());
            print(app.status());
        }
        return 0;
    }

    private void print(EnricherStatus status) throws JsonProcessingException {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(new ObjectMapper().writeValueAsString(status));
        } else {
            out.printf(
                    Locale.ROOT,
                    "%,d events: %,d transitions (%,d without a decision), %,d decision requests, %,d repeats, %,d gaps,"
                            + " %,d dead letters%n",
                    status.events(),
                    status.transitions(),
                    status.unanswered(),
                    status.requests(),
                    status.repeatedEvents(),
                    status.gaps(),
                    status.deadLetters());
        }
        out.flush();
    }

    /** The presets, for help and completion. */
    static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RewardPreset.values()).map(RewardPreset::label).iterator();
        }
    }
}
