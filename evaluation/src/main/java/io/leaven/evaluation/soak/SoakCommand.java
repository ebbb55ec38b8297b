package io.leaven.evaluation.soak;

import io.leaven.app.StopSignal;
import io.leaven.evaluation.fleet.FleetOptions;
import io.leaven.evaluation.fleet.LiveFleet;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.process.Fleet;
import io.leaven.platform.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven soak}: whether the apps hold no more and no more as they run on. */
@Command(
        name = "soak",
        description = {
            "Run all of Leaven for long, and see whether memory, file handles and threads of each app stay flat.",
            "Starts three brokers, a registry and the apps in processes of their own and lets customers live. The default is a day of"
                    + " a shop with a million events, in half an hour. Ends with 1 if anything grows,"
                    + " is lost or is done twice, an app ends, or the apps do not keep up. Takes Linux and a JDK."
        })
public final class SoakCommand implements Callable<Integer> {

    private static final int FEWEST_LOOKS = 5;
    /** So that resident memory less the heap is what lies outside of the heap. */
    private static final String TOUCHED = "-XX:+AlwaysPreTouch";

    private final StopSignal stop;
    private final String leaven;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Events that come. Default: ${DEFAULT-VALUE}")
    private long events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "600",
            description = "Events a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "4",
            description =
                    "Steps of a customer's life. The shorter, the more customers, and the sooner what is kept of those last seen"
                            + " is at its bounds. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--looks",
            paramLabel = "N",
            defaultValue = "40",
            description = "How often to look into the apps, 5 or more. Default: ${DEFAULT-VALUE}")
    private int looks;

    @Mixin
    private FleetOptions options;

    @Option(names = "--json", description = "Print the result as JSON, with all that was seen at each look.")
    private boolean json;

    /**
     * @param stop ends the command, and everything that it started
     * @param leaven the main class of {@code leaven}, by which the apps are started
     */
    public SoakCommand(StopSignal stop, Class<?> leaven) {
        this.stop = stop;
        this.leaven = leaven.getName();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (looks < FEWEST_LOOKS) {
            throw new ParameterException(
                    spec.commandLine(), "--looks must be " + FEWEST_LOOKS + " or more, but was " + looks);
        }
        Load load = options.load(events, rate, steps);
        PrintWriter out = spec.commandLine().getOut();
        try (DataDirectory folder = options.directory();
                Fleet fleet = new Fleet(folder.path(), leaven, TOUCHED)) {
            SoakResult result = LiveFleet.during(
                    fleet,
                    load,
                    spec.name(),
                    stop,
                    spec.commandLine().getErr(),
                    live -> SoakRun.run(live, load, looks));
            out.println(json ? result.toJson() : result.toText());
            out.flush();
            return result.good() ? 0 : 1;
        }
    }
}
