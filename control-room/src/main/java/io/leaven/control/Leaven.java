package io.leaven.control;

import io.leaven.app.StopSignal;
import io.leaven.app.Suggestion;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The {@code leaven} command: runs one subcommand and exits, cleanly also on Ctrl-C and SIGTERM. */
public final class Leaven {

    private static final Duration PATIENCE = Duration.ofSeconds(10);

    /** Commands whose log lines are their output; of the others only warnings are shown. */
    private static final Set<String> APPS = Set.of("platform", "generate", "enrich", "train", "dispatch");

    private Leaven() {}

    public static void main(String[] args) {
        System.setProperty("leaven.log.level", args.length > 0 && APPS.contains(args[0]) ? "info" : "warn");
        StopSignal stop = new StopSignal();
        CountDownLatch ended = new CountDownLatch(1);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> stopAndWait(stop, ended), "leaven-stop"));
        int exitCode = Failure.FAILED;
        try {
            // Made of the streams themselves: only so does a command learn that nobody reads its output any more.
            exitCode = commandLine(stop)
                    .setOut(new PrintWriter(System.out, true, StandardCharsets.UTF_8))
                    .setErr(new PrintWriter(System.err, true, StandardCharsets.UTF_8))
                    .execute(args);
        } catch (Error e) {
            // In a JVM that is going down classes may fail to load: nothing that a person who pressed Ctrl-C need see.
            if (!stop.isRaised()) {
                throw e;
            }
        } finally {
            ended.countDown();
        }
        System.exit(exitCode);
    }

    /** All commands. Their output goes to the streams of the process unless the caller sets others. */
    static CommandLine commandLine(StopSignal stop) {
        CommandLine commandLine = LeavenCommand.withSubcommands(stop);
        commandLine.setExecutionExceptionHandler((exception, command, parsed) -> report(exception, command));
        commandLine.setParameterExceptionHandler((exception, arguments) -> explain(exception));
        return commandLine;
    }

    private static int report(Exception exception, CommandLine command) {
        if (LeavenCommand.wantsStackTrace(command)) {
            exception.printStackTrace(command.getErr());
        }
        Failure failure = Failure.of(exception, Path.of(System.getProperty("java.io.tmpdir")));
        command.getErr().println("leaven: " + failure.message());
        command.getErr().flush();
        return failure.exitCode();
    }

    private static int explain(ParameterException exception) {
        CommandLine command = exception.getCommandLine();
        PrintWriter err = command.getErr();
        String nearest = nearestOption(exception);
        err.println("leaven: " + exception.getMessage() + nearest);
        if (nearest.isEmpty()) {
            UnmatchedArgumentException.printSuggestions(exception, err);
        }
        if (command.getSubcommands().isEmpty()) {
            err.println("`" + command.getCommandSpec().qualifiedName() + " --help` tells more");
        } else if (!(exception instanceof UnmatchedArgumentException)) {
            command.usage(err);
        }
        err.flush();
        return Failure.BAD_USAGE;
    }

    /** For an unknown option, the one that was meant; picocli itself only knows commands and prefixes. */
    private static String nearestOption(ParameterException exception) {
        if (!(exception instanceof UnmatchedArgumentException unmatched) || !unmatched.isUnknownOption()) {
            return "";
        }
        String unknown = unmatched.getUnmatched().get(0).split("=", 2)[0];
        return Suggestion.of(
                unknown,
                exception.getCommandLine().getCommandSpec().optionsMap().keySet());
    }

    private static void stopAndWait(StopSignal stop, CountDownLatch ended) {
        stop.raise();
        try {
            if (!ended.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                System.err.println("leaven: did not stop within " + PATIENCE.toSeconds() + " s; going down anyway");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
