package io.leaven.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class LeavenTest {

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final CommandLine leaven = Leaven.commandLine(new StopSignal())
            .setOut(new PrintWriter(out, true))
            .setErr(new PrintWriter(err, true));

    @Test
    void helpNamesEveryCommandInTheOrderOfUse() {
        assertThat(leaven.execute("--help")).isZero();

        assertThat(leaven.getSubcommands())
                .containsOnlyKeys(
                        "demo",
                        "platform",
                        "topics",
                        "acls",
                        "generate",
                        "fit",
                        "enrich",
                        "train",
                        "dispatch",
                        "deliver",
                        "watch",
                        "explain",
                        "lift",
                        "snapshots",
                        "record",
                        "replay",
                        "bench",
                        "experiment",
                        "chaos",
                        "soak",
                        "config");
        assertThat(out.toString()).containsSubsequence(leaven.getSubcommands().keySet());
    }

    @Test
    void everyCommandHasHelpWithADescription() {
        assertHelp(leaven);
    }

    private void assertHelp(CommandLine command) {
        String name = command.getCommandSpec().qualifiedName();
        String[] words = (name + " --help").replaceFirst("leaven ", "").split(" ");
        assertThat(leaven.execute(words)).as(name).isZero();
        assertThat(command.getCommandSpec().usageMessage().description())
                .as(name)
                .isNotEmpty()
                .allSatisfy(LeavenTest::assertFormats);
        command.getCommandSpec()
                .options()
                .forEach(option -> assertThat(option.description())
                        .as("%s %s", name, option)
                        .isNotEmpty()
                        .allSatisfy(LeavenTest::assertFormats));
        command.getSubcommands().values().forEach(this::assertHelp);
    }

    /** Descriptions are format strings: a lone % makes picocli warn on the terminal. */
    private static void assertFormats(String description) {
        assertThatCode(() -> String.format(description)).doesNotThrowAnyException();
    }

    @Test
    void versionSaysLeavensAndJavas() {
        assertThat(leaven.execute("--version")).isZero();
        assertThat(out.toString()).startsWith("leaven ").contains("Java " + System.getProperty("java.version"));
    }

    @Test
    void unknownWordsGetTheNearestOnes() {
        assertThat(leaven.execute("wacth")).isEqualTo(2);
        assertThat(err.toString()).contains("Unmatched argument").containsPattern("Did you mean: .*leaven watch\\?");

        assertThat(leaven.execute("watch", "actions", "--from-begining")).isEqualTo(2);
        assertThat(err.toString())
                .contains("Unknown option: '--from-begining'; did you mean '--from-beginning'?")
                .contains("`leaven watch --help` tells more");

        assertThat(leaven.execute("demo", "--wrld=paper")).isEqualTo(2);
        assertThat(err.toString()).contains("; did you mean '--world'?");
    }

    @Test
    void withoutACommandTheHelpIsShownAndTheUseIsBad() {
        assertThat(leaven.execute()).isEqualTo(2);
        assertThat(err.toString()).contains("Missing command").contains("Commands:");
        assertThat(leaven.execute("topics")).isEqualTo(2);
    }

    @Test
    void unknownTopicIsAnErrorWithoutAStackTrace() {
        assertThat(leaven.execute("watch", "acton")).isEqualTo(1);
        assertThat(err.toString().strip())
                .isEqualTo("leaven: there is no topic 'acton' in the catalogue; did you mean 'actions'?");
    }

    @Test
    void settingsThatAreWrongAreBadUsage() {
        assertThat(leaven.execute("topics", "list", "--set", "connect.timeout.ms=soon"))
                .isEqualTo(2);
        assertThat(err.toString()).contains("connect.timeout.ms").doesNotContain("\tat ");
    }

    @Test
    void stackTraceIsShownWhereItIsAskedFor() {
        leaven.addSubcommand(new FailingCommand());
        leaven.setErr(new PrintWriter(err, true));

        assertThat(leaven.execute("fail")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo("leaven: can be put right");

        assertThat(leaven.execute("--stacktrace", "fail")).isEqualTo(1);
        assertThat(err.toString()).contains("at io.leaven.control.LeavenTest");
    }

    @Command(name = "fail")
    private static final class FailingCommand implements Callable<Integer> {
        @Override
        public Integer call() {
            throw new UserError("can be put right");
        }
    }
}
