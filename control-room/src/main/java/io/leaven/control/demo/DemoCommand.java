package io.leaven.control.demo;

import io.leaven.app.StopSignal;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven demo}: the whole loop on one machine. */
@Command(
        name = "demo",
        description = {
            "Run the whole loop on this machine and see what it brings.",
            "Starts a Kafka broker and a schema registry of its own, fits the uplift model, logs customers under random"
                    + " messages, trains the agent on that log, then lets it message new customers while it goes on"
                    + " learning. Ends with a table against no messages and random ones, and writes report/summary.json.",
            "Without --once it goes on with new customers until Ctrl-C."
        })
public final class DemoCommand implements Callable<Integer> {

    private final StopSignal stop;

    @Spec
    private CommandSpec spec;

    @Option(names = "--once", description = "End after the first cohort of the closed loop.")
    private boolean once;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "500",
            description = "Customers in the log, and in each cohort of the loop. Default: ${DEFAULT-VALUE}")
    private int customers;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "50",
            description = "Steps of each customer. Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "paper",
            description = "The simulated world: paper or realistic. Default: ${DEFAULT-VALUE}")
    private String world;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "42",
            description = "Seed of customers, luck and agent. Default: ${DEFAULT-VALUE}")
    private long seed;

    @Option(
            names = "--report",
            paramLabel = "DIR",
            defaultValue = "report",
            description = "Folder for summary.json. Default: ${DEFAULT-VALUE}")
    private Path report;

    @Option(names = "--json", description = "Print the summary as JSON instead of the table.")
    private boolean json;

    public DemoCommand(StopSignal stop) {
        this.stop = stop;
    }

    @Override
    public Integer call() {
        DemoPlan plan = new DemoPlan(customers, steps, world, seed, once, report);
        DemoConsole console =
                new DemoConsole(spec.commandLine().getOut(), spec.commandLine().getErr(), json);
        try (Demo demo = new Demo(plan, console, stop)) {
            return demo.run() ? 0 : 1;
        }
    }
}
