package io.leaven.enricher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.AppOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.StopSignal;
import io.leaven.enricher.reward.RewardPreset;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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
    private AppOptions app;

    @Option(
            names = "--preset",
            paramLabel = "PRESET",
            description = "Weights of the reward: ${COMPLETION-CANDIDATES}. Default: causal, which charges for messages"
                    + " and discounts.",
            completionCandidates = PresetNames.class)
    private String preset;

    /** @param stop ends the command */
    public EnrichCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        return app.run(
                stop,
                EnricherSettings.DEFINITION,
                new OptionValues().with(EnricherSettings.REWARD_PRESET, preset).toMap(),
                (connection, source, metrics) ->
                        new RewardEnricherApp(connection, source.settings(EnricherSettings::new), metrics),
                new AppOptions.Report<>(
                        "enrich: events",
                        enricher -> enricher.status().events(),
                        enricher -> text(enricher.status()),
                        enricher -> json(enricher.status())));
    }

    private static String json(EnricherStatus status) {
        try {
            return new ObjectMapper().writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers is JSON", e);
        }
    }

    private static String text(EnricherStatus status) {
        return String.format(
                Locale.ROOT,
                "%,d events: %,d transitions (%,d without a decision), %,d decision requests, %,d repeats, %,d gaps,"
                        + " %,d dead letters",
                status.events(),
                status.transitions(),
                status.unanswered(),
                status.requests(),
                status.repeatedEvents(),
                status.gaps(),
                status.deadLetters());
    }

    /** The presets, for help and completion. */
    static final class PresetNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(RewardPreset.values()).map(RewardPreset::label).iterator();
        }
    }
}
