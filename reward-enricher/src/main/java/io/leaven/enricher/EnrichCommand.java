package io.leaven.enricher;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.AppOptions;
import io.leaven.app.OptionValues;
import io.leaven.app.StopSignal;
import io.leaven.enricher.reward.RewardPreset;
import io.leaven.schemas.topic.Topics;
import java.util.Arrays;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven enrich}. */
@Command(
        name = "enrich",
        mixinStandardHelpOptions = true,
        description = {
            "Turns customer events and decisions into priced transitions and new decision requests.",
            "Runs until Ctrl-C, with Kafka's exactly-once: started again, it goes on where it stopped.",
            "With --rebuild it runs beside the enricher and writes all transitions anew when a causal model has changed."
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

    @Option(
            names = "--rebuild",
            paramLabel = "NAME",
            description =
                    "Copy the topic replay to replay-NAME with the uplift of every transition by the newest causal models, and go on"
                            + " with new ones; `leaven train --replay NAME` learns from the copy.")
    private String rebuild;

    @Option(names = "--once", description = "With --rebuild: end when all is copied that replay held at the start.")
    private boolean once;

    @Spec
    private CommandSpec command;

    /** @param stop ends the command */
    public EnrichCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        if (once && rebuild == null) {
            throw new ParameterException(command.commandLine(), "--once needs --rebuild");
        }
        Map<String, String> options =
                new OptionValues().with(EnricherSettings.REWARD_PRESET, preset).toMap();
        return rebuild == null ? enrich(options) : rebuild(options);
    }

    private int enrich(Map<String, String> options) {
        return app.run(
                stop,
                EnricherSettings.DEFINITION,
                options,
                (connection, source, metrics) ->
                        new RewardEnricherApp(connection, source.settings(EnricherSettings::new), metrics),
                new AppOptions.Report<>(
                        "enrich: events",
                        enricher -> enricher.status().events(),
                        enricher -> text(enricher.status()),
                        enricher -> json(enricher.status())));
    }

    private int rebuild(Map<String, String> options) {
        try {
            Topics.rebuiltReplay(rebuild);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(command.commandLine(), "--rebuild: " + e.getMessage(), e);
        }
        return app.run(
                stop,
                EnricherSettings.DEFINITION,
                options,
                (connection, source, metrics) -> new RebuildApp(
                        connection,
                        source.settings(EnricherSettings::new),
                        metrics,
                        rebuild,
                        once ? stop::raise : () -> {}),
                new AppOptions.Report<>(
                        "rebuild: transitions",
                        app -> app.status().rebuilt(),
                        app -> text(app.status()),
                        app -> json(app.status())));
    }

    private static String json(Record status) {
        try {
            return new ObjectMapper().writeValueAsString(status);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of numbers is JSON", e);
        }
    }

    private static String text(RebuildStatus status) {
        return String.format(
                Locale.ROOT,
                "%,d transitions written to %s by uplift model %s and media mix model %s: %,d priced by other weights before, %,d of"
                        + " erased customers left out, %,d dead letters%s",
                status.rebuilt(),
                status.topic(),
                status.upliftVersion(),
                status.mediaMixVersion(),
                status.otherWeights(),
                status.erased(),
                status.deadLetters(),
                status.left() == 0 ? "" : "; not all that replay held at the start is written yet");
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
