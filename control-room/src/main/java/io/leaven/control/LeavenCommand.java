package io.leaven.control;

import io.leaven.app.StopSignal;
import io.leaven.causal.fit.FitCommand;
import io.leaven.control.access.AclsCommand;
import io.leaven.control.config.ConfigCommand;
import io.leaven.control.demo.DemoCommand;
import io.leaven.control.explain.ExplainCommand;
import io.leaven.control.lift.LiftCommand;
import io.leaven.control.snapshot.SnapshotsCommand;
import io.leaven.control.topic.TopicsCommand;
import io.leaven.control.watch.WatchCommand;
import io.leaven.dispatcher.DeliverCommand;
import io.leaven.dispatcher.DispatchCommand;
import io.leaven.enricher.EnrichCommand;
import io.leaven.evaluation.bench.BenchCommand;
import io.leaven.evaluation.chaos.ChaosCommand;
import io.leaven.evaluation.experiment.ExperimentCommand;
import io.leaven.evaluation.soak.SoakCommand;
import io.leaven.generator.GenerateCommand;
import io.leaven.generator.recording.RecordCommand;
import io.leaven.generator.recording.ReplayCommand;
import io.leaven.trainer.TrainCommand;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code leaven} itself: help, version and the list of subcommands. */
@Command(
        name = "leaven",
        description = {
            "Causal next-best-action on a live event stream.",
            "Try `leaven demo --once`; `leaven COMMAND --help` tells more of each command."
        },
        synopsisSubcommandLabel = "COMMAND",
        versionProvider = LeavenCommand.Version.class)
final class LeavenCommand implements Runnable {

    @Spec
    private CommandSpec spec;

    @Option(
            names = {"-V", "--version"},
            versionHelp = true,
            description = "Show the version and exit.")
    private boolean version;

    @Option(names = "--stacktrace", scope = ScopeType.INHERIT, description = "Show the stack trace of an error, too.")
    private boolean stackTrace;

    /** In the order of the loop, which is the order of the help. */
    private static List<Object> subcommands(StopSignal stop) {
        return List.of(
                new DemoCommand(stop),
                new PlatformCommand(stop),
                new TopicsCommand(),
                new AclsCommand(),
                new GenerateCommand(stop),
                new FitCommand(stop),
                new EnrichCommand(stop),
                new TrainCommand(stop),
                new DispatchCommand(stop),
                new DeliverCommand(stop),
                new WatchCommand(stop),
                new ExplainCommand(),
                new LiftCommand(),
                new SnapshotsCommand(),
                new RecordCommand(stop),
                new ReplayCommand(stop),
                new BenchCommand(),
                new ExperimentCommand(stop),
                new ChaosCommand(stop, Leaven.class),
                new SoakCommand(stop, Leaven.class),
                new ConfigCommand());
    }

    static CommandLine withSubcommands(StopSignal stop) {
        CommandLine commandLine = new CommandLine(new LeavenCommand());
        subcommands(stop).forEach(commandLine::addSubcommand);
        addHelp(commandLine);
        return commandLine.setUsageHelpAutoWidth(true).setCaseInsensitiveEnumValuesAllowed(true);
    }

    private static void addHelp(CommandLine commandLine) {
        CommandSpec spec = commandLine.getCommandSpec();
        if (spec.findOption("--help") == null) {
            spec.addOption(OptionSpec.builder("-h", "--help")
                    .usageHelp(true)
                    .description("Show this help and exit.")
                    .build());
        }
        commandLine.getSubcommands().values().forEach(LeavenCommand::addHelp);
    }

    static boolean wantsStackTrace(CommandLine command) {
        CommandLine root = command;
        while (root.getParent() != null) {
            root = root.getParent();
        }
        return root.getCommand() instanceof LeavenCommand leaven && leaven.stackTrace;
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing command; `leaven demo` is a good start");
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = LeavenCommand.class.getPackage().getImplementationVersion();
            return new String[] {
                "leaven " + (version == null ? "(development)" : version) + ", Java "
                        + System.getProperty("java.version")
            };
        }
    }
}
