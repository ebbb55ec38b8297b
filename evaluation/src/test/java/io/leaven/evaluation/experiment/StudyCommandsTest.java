package io.leaven.evaluation.experiment;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.StopSignal;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** The commands from end to end at the smallest sizes; what agents come to is the matter of other tests and of full runs. */
class StudyCommandsTest {

    private static final String[] SMALL = {
        "--seeds",
        "1",
        "--seed",
        "7",
        "--test-customers",
        "30",
        "--steps",
        "8",
        "--json",
        "--set",
        "trainer.warmup.transitions=50",
        "--set",
        "trainer.dyna.updates=5",
        "--set",
        "trainer.dyna.customers=20"
    };

    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();

    @Test
    void causalIsComparedWithEveryOtherReward() throws Exception {
        JsonNode result = run("causal-vs-correlational", "--customers", "20", "--bonus", "2", "--preset", "paper");

        assertPolicies(result, "causal x2", "correlational x2", "plain ticket, no costs");
        assertThat(result.at("/gaps")).hasSize(6);
        assertThat(result.at("/gaps/0/difference").doubleValue())
                .isEqualTo(score(result, "causal x2") - score(result, "correlational x2"));
        assertFiles("causal-vs-correlational-realistic", "gaps");
    }

    @Test
    void dataSizeHasALineForEverySizeAndRepeatsExactlyButForTheTime() throws Exception {
        String[] command = {"data-size", "--sizes", "20,40", "--world", "paper"};
        JsonNode result = run(command);

        assertThat(run(command).get("policies")).as("repeated").isEqualTo(result.get("policies"));
        assertPolicies(result, "leaven (dyna) 20", "leaven (dyna) 40", "double DQN 20", "double DQN 40");
        assertThat(result.at("/learning"))
                .hasSize(4)
                .allSatisfy(row -> assertThat(row.get("seconds").doubleValue()).isPositive());
        assertFiles("data-size-paper", "learning");
    }

    @Test
    void tuningJudgesItsBestOnFreshCustomers() throws Exception {
        JsonNode result = run("tuning", "--customers", "20", "--trials", "2", "--budget", "3", "--preset", "paper");

        assertPolicies(result, "preset", "tuned");
        assertThat(result.at("/trials")).hasSize(3);
        assertThat(result.at("/trials/0/settings").asText()).isEqualTo("as they are");
        assertThat(result.at("/gaps/0/policy").asText()).isEqualTo("tuned");
        assertFiles("tuning-paper", "trials");
    }

    @Test
    void policiesSetOnlineLearningBesideTheLogAlone() throws Exception {
        JsonNode result = run("policies", "--customers", "20", "--online-customers", "20", "--online-steps", "4");

        assertPolicies(result, "leaven (dyna)", "leaven (dyna), online", "paper's DQN");
        assertThat(result.at("/gaps/0/difference").doubleValue())
                .isEqualTo(score(result, "leaven (dyna), online") - score(result, "leaven (dyna)"));
        assertFiles("policies-realistic", "gaps");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "paper --seed 0                               | --seed is 0, not 1 to 900000",
                "paper --seeds 0                              | --seeds is 0, not 1 or more",
                "paper --parallel 0                           | --parallel is 0, not 1 or more",
                "tuning --parallel 0                          | --parallel is 0, not 1 or more",
                "paper --customers 0                          | --customers is 0",
                "paper --set trainer.gama=1                   | trainer.gama",
                "paper --set trainer.gamma=2                  | trainer.gamma",
                "paper --set trainer.seed=2                   | each run has its own",
                "causal-vs-correlational --bonus 1,0          | --bonus is 0.0",
                "causal-vs-correlational --preset dina        | dina",
                "data-size --sizes 100,-1                     | --sizes is -1",
                "data-size --customers 100                    | see --sizes",
                "data-size --world mars                       | mars",
                "policies --online-steps 51                   | --online-steps is 51, not 0 to --steps 50",
                "policies --online-steps -1                   | --online-steps is -1",
                "tuning --trials 0                            | --trials is 0",
                "tuning --trials 3 --budget 3                 | --budget 3 is less than one run for each of 4 candidates",
                "tuning --space nowhere.yaml                  | nowhere.yaml",
                "tuning --preset dina                         | dina"
            })
    void whatCannotBeDoneIsSaidBeforeTheLongWork(String line, String message) {
        List<String> words = new ArrayList<>(Arrays.asList(line.split(" ")));
        words.addAll(List.of("--report", folder.toString()));

        assertThat(commandLine(new StringWriter()).execute(words.toArray(String[]::new)))
                .isNotZero();
        assertThat(err.toString()).contains(message);
        assertThat(folder).isEmptyDirectory();
    }

    private static double score(JsonNode result, String policy) {
        for (JsonNode row : result.get("policies")) {
            if (row.get("name").asText().equals(policy)) {
                return row.get("score").doubleValue();
            }
        }
        throw new AssertionError("no policy " + policy);
    }

    private static void assertPolicies(JsonNode result, String... names) {
        assertThat(result.get("seed").asLong()).isEqualTo(7);
        assertThat(result.get("policies"))
                .extracting(row -> row.get("name").asText())
                .contains(names);
        assertThat(result.get("policies")).allSatisfy(row -> {
            assertThat(row.fieldNames())
                    .toIterable()
                    .contains(
                            "name", "seeds", "score", "goldEnd", "revenue", "messages", "messagesPerGoldStep", "drops");
            assertThat(row.get("score").isNumber()).isTrue();
        });
    }

    private void assertFiles(String name, String section) throws Exception {
        List<String> csv = Files.readAllLines(folder.resolve(name + ".csv"));
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve(name + ".json").toFile());
        assertThat(csv.get(0)).startsWith("policy,seeds,score,scoreCi,").contains(",messagesPerGoldStep,");
        assertThat(csv).hasSize(json.get("policies").size() + 1);
        assertThat(Files.readAllLines(folder.resolve(name + "-" + section + ".csv")))
                .hasSize(json.get(section).size() + 1);
        assertThat(Files.readAllBytes(folder.resolve(name + ".png"))).startsWith(0x89, 'P', 'N', 'G');
    }

    private JsonNode run(String... command) throws Exception {
        List<String> words = new ArrayList<>(List.of(command));
        words.addAll(List.of(SMALL));
        words.addAll(List.of("--report", folder.toString()));
        StringWriter out = new StringWriter();
        assertThat(commandLine(out).execute(words.toArray(String[]::new)))
                .as(err.toString())
                .isZero();
        return new ObjectMapper().readTree(out.toString());
    }

    private CommandLine commandLine(StringWriter out) {
        return new CommandLine(new ExperimentCommand(new StopSignal()))
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((exception, command, parsed) -> {
                    err.write(String.valueOf(exception.getMessage()));
                    return 1;
                });
    }
}
