package io.leaven.trainer;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
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

/** {@code leaven train}: runs the trainer in the foreground. */
@Command(
        name = "train",
        description = {
            "Learn until Ctrl-C: read every transition of the replay topic, go on with new ones, and publish snapshots of the"
                    + " agent to agent-snapshots.",
            "One trainer of an agent at a time."
        })
public final class TrainCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Mixin
    private AppOptions app;

    @Option(
            names = "--preset",
            paramLabel = "NAME",
            description = "What the agent is: dyna, double-dqn or paper. Default: dyna")
    private String preset;

    @Option(names = "--agent", paramLabel = "NAME", description = "The agent's name. Default: leaven")
    private String agent;

    @Option(
            names = "--catalogue",
            paramLabel = "FILE",
            description = "Channels and promotions. Default: the standard ten actions.")
    private Path catalogue;

    @Option(
            names = "--replay",
            paramLabel = "NAME",
            description =
                    "Learn from the copy of replay that `leaven enrich --rebuild NAME` writes. Default: replay itself.")
    private String replay;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of weights and sampling. Default: 1")
    private Long seed;

    public TrainCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        return app.run(
                stop,
                TrainerSettings.DEFINITION,
                options(),
                (connection, source, metrics) ->
                        new TrainerApp(connection, source.settings(TrainerSettings::new), metrics, Clock.systemUTC()),
                new AppOptions.Report<>(
                        "train: transitions",
                        trainer -> trainer.status().learning().transitions(),
                        trainer -> text(trainer.status()),
                        trainer -> json(trainer.status())));
    }

    private Map<String, String> options() {
        return new OptionValues()
                .with(TrainerSettings.PRESET, preset)
                .with(TrainerSettings.AGENT, agent)
                .with(TrainerSettings.CATALOGUE_FILE, catalogue)
                .with(TrainerSettings.REPLAY, replay)
                .with(TrainerSettings.SEED, seed)
                .toMap();
    }

    private static String json(TrainerStatus status) {
        LoopStatus learning = status.learning();
        ObjectNode object = JsonNodeFactory.instance
                .objectNode()
                .put("transitions", learning.transitions())
                .put("refused", status.refused())
                .put("gradientSteps", learning.gradientSteps())
                .put("snapshots", learning.snapshots())
                .put("version", learning.version())
                .put("epsilon", learning.epsilon())
                .put("memory", learning.memory())
                .put("lag", status.lag())
                .put("divergence", learning.divergence().orElse(null));
        putFinite(object, "loss", learning.loss());
        putFinite(object, "meanMaxQ", learning.meanMaxQ());
        return object.toString();
    }

    private static String text(TrainerStatus status) {
        LoopStatus learning = status.learning();
        return String.format(
                Locale.ROOT,
                "%,d transitions, %,d refused, %,d gradient steps, %,d snapshots, newest version %d, loss %.4f%s",
                learning.transitions(),
                status.refused(),
                learning.gradientSteps(),
                learning.snapshots(),
                learning.version(),
                learning.loss(),
                learning.divergence().map(why -> "; diverged " + why).orElse(""));
    }

    /** JSON knows no NaN: null before the first gradient step. */
    private static void putFinite(ObjectNode object, String name, double value) {
        if (Double.isFinite(value)) {
            object.put(name, value);
        } else {
            object.putNull(name);
        }
    }
}
