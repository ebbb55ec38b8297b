package io.leaven.evaluation.chaos;

import io.leaven.app.StopSignal;
import io.leaven.evaluation.chaos.fault.Fault;
import io.leaven.evaluation.chaos.fault.Faults;
import io.leaven.evaluation.fleet.FleetOptions;
import io.leaven.evaluation.fleet.LiveFleet;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.process.ClassArchive;
import io.leaven.evaluation.fleet.process.Fleet;
import io.leaven.platform.DataDirectory;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code leaven chaos}: whether nothing is lost and nothing is done twice while things break. */
@Command(
        name = "chaos",
        description = {
            "Break things while events flow, and check that nothing is lost and nothing is done twice.",
            "Starts three brokers, a registry and the apps in processes of their own, kills, stops, pauses and cuts them off"
                    + " one fault after the other, and counts every event through to the message that is sent. Ends with 1 and"
                    + " the names of what is lost, if anything is, and of faults that were not recovered from in time."
        })
public final class ChaosCommand implements Callable<Integer> {

    private static final int QUICK_EVENTS = 20_000;
    private static final String[] NO_FLAGS = {};
    /** Nine virtual machines compile what they have never run before. */
    private static final Duration WARM_UP = Duration.ofSeconds(30);

    private final StopSignal stop;
    private final String leaven;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--events",
            paramLabel = "N",
            defaultValue = "100000",
            description = "Events that come at least, however soon the faults are over. Default: ${DEFAULT-VALUE}")
    private long events;

    @Option(
            names = "--rate",
            paramLabel = "N",
            defaultValue = "500",
            description = "Events a second. Default: ${DEFAULT-VALUE}")
    private int rate;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "40",
            description = "Steps of a customer's life. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--faults",
            paramLabel = "N",
            description =
                    "How many faults, drawn by the seed; every one once before any comes again. Default: each once")
    private Integer faults;

    @Option(
            names = "--only",
            paramLabel = "TEXT",
            description = "Only faults whose name contains the text, each once, such as `kill -9 enricher`.")
    private String only;

    @Option(
            names = "--quick",
            description =
                    "Four faults and 20,000 events: a minute or two. Processes start without an archive of classes.")
    private boolean quick;

    @Mixin
    private FleetOptions options;

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    /**
     * @param stop ends the command, and everything that it started
     * @param leaven the main class of {@code leaven}, by which the apps are started
     */
    public ChaosCommand(StopSignal stop, Class<?> leaven) {
        this.stop = stop;
        this.leaven = leaven.getName();
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        List<Fault> chosen = chosen();
        Load load = options.load(quick ? Math.min(events, QUICK_EVENTS) : events, rate, steps);
        try (DataDirectory folder = options.directory();
                Fleet fleet = new Fleet(folder.path(), leaven, quick ? NO_FLAGS : archived(folder.path()))) {
            ChaosResult result = LiveFleet.during(
                    fleet,
                    load,
                    spec.name(),
                    stop,
                    spec.commandLine().getErr(),
                    live -> ChaosRun.run(live, load, quick ? Duration.ZERO : WARM_UP, chosen));
            out.println(json ? result.toJson() : result.toText());
            out.flush();
            return result.good() ? 0 : 1;
        }
    }

    /** The flag by which processes start as those of the images do. */
    private String[] archived(Path directory) throws IOException, InterruptedException {
        PrintWriter log = spec.commandLine().getErr();
        log.println("chaos: trains an archive of classes, as the images have one, for half a minute");
        log.flush();
        Optional<String> flag = ClassArchive.make(directory, leaven, stop);
        if (flag.isEmpty()) {
            log.println(
                    "chaos: no archive of classes could be made (training.log in the data's folder says why): processes take longer to start");
            log.flush();
        }
        return flag.stream().toArray(String[]::new);
    }

    private List<Fault> chosen() {
        if (only != null) {
            List<Fault> some = Faults.all().stream()
                    .filter(fault -> fault.label().contains(only))
                    .toList();
            if (some.isEmpty()) {
                throw new ParameterException(
                        spec.commandLine(),
                        "no fault has '" + only + "' in its name; there are: "
                                + String.join(
                                        ", ",
                                        Faults.all().stream().map(Fault::label).toList()));
            }
            return some;
        }
        if (quick) {
            return Faults.few();
        }
        return Faults.drawn(faults == null ? Faults.all().size() : faults, options.seed());
    }
}
