package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.app.StopSignal;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.hipparchus.stat.correlation.PearsonsCorrelation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;

/** The command on CSV files: no broker is needed. */
class FitUpliftCommandTest {

    private static final double TRUE_EFFECT = 1;

    @TempDir
    private Path folder;

    /** Effect 1 + x for mail and none for call; colour and a missing age play no part. */
    private Path experiment(int rows, double confounding) throws IOException {
        Random random = new Random(1);
        List<String> lines = new ArrayList<>(List.of("x,age,colour,arm,spend,p"));
        for (int i = 0; i < rows; i++) {
            double x = random.nextGaussian();
            double p = 1 / (1 + Math.exp(-confounding * x));
            String arm = confounding != 0
                    ? random.nextDouble() < p ? "mail" : "none"
                    : List.of("none", "mail", "call").get(random.nextInt(3));
            double y = 2 * x + random.nextGaussian() + (arm.equals("mail") ? 1 + x : 0);
            String age = random.nextInt(10) == 0 ? "" : Integer.toString(20 + random.nextInt(50));
            lines.add(x + "," + age + "," + (random.nextBoolean() ? "red" : "\"deep, blue\"") + "," + arm + "," + y
                    + "," + p);
        }
        return Files.write(folder.resolve("experiment.csv"), lines);
    }

    @ParameterizedTest
    @ValueSource(strings = {"t", "s", "x", "dr"})
    void printsOneJsonDocumentAndWritesTheHeldOutRows(String learner) throws IOException {
        Path data = experiment(6_000, 0);
        Path out = folder.resolve("new/out.csv");
        String printed =
                run(data, "--learner=" + learner, "--json", "--bootstrap=3", "--out=" + out, "--features=x,age,colour");
        JsonNode json = new ObjectMapper()
                .reader(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .readTree(printed);
        assertThat(json.get("learner").asText()).isEqualTo(learner + "-learner");
        assertThat(json.get("rows").asInt()).isEqualTo(6_000);
        assertThat(json.get("warnings")).isEmpty();
        assertThat(json.at("/rowsByArm")).hasSize(3);
        JsonNode mail = json.at("/arms/mail");
        assertThat(mail.at("/ate/lower").asDouble()).isLessThan(TRUE_EFFECT);
        assertThat(mail.at("/ate/upper").asDouble()).isGreaterThan(TRUE_EFFECT);
        assertThat(mail.at("/ate/method").asText()).isEqualTo("difference in means");
        // The mean of 1 + x among the 30% with the highest x: 1 + phi(.524)/.3 = 2.16; among 240 rows or so.
        assertThat(mail.get("upliftAt30").asDouble()).isCloseTo(2.16, within(.8));
        assertThat(mail.get("qini").asDouble()).isPositive();
        assertThat(mail.get("auuc").asDouble()).isPositive();
        assertThat(mail.get("gates")).hasSize(10);
        assertThat(mail.at("/gates/0/estimate").asDouble())
                .isGreaterThan(mail.at("/gates/9/estimate").asDouble());
        assertThat(mail.get("verdict").asText()).startsWith("usable heterogeneity");
        assertThat(json.at("/arms/call/verdict").asText()).startsWith("no usable heterogeneity");
        assertThat(json.at("/balance/mail/features")).hasSize(5);
        JsonNode personas = json.at("/personas/mail");
        assertThat(personas.get("persuadable").asDouble()
                        + personas.get("sureThing").asDouble()
                        + personas.get("lostCause").asDouble()
                        + personas.get("doNotDisturb").asDouble())
                .isCloseTo(1, within(1e-9));
        assertHeldOut(data, out, json);
    }

    /** The file holds exactly the rows that judged: the effect in it is that of the document, and follows x. */
    private static void assertHeldOut(Path data, Path out, JsonNode json) throws IOException {
        List<String> input = Files.readAllLines(data);
        List<String> written = Files.readAllLines(out);
        assertThat(written.get(0)).isEqualTo("line,arm,spend,cate_call,se_call,cate_mail,se_mail");
        assertThat(written).hasSize(json.get("heldOutRows").asInt() + 1);
        double[] truth = new double[written.size() - 1];
        double[] cate = new double[truth.length];
        double[] sums = new double[2];
        int[] counts = new int[2];
        for (int i = 0; i < truth.length; i++) {
            String[] cells = written.get(i + 1).split(",");
            String line = input.get(Integer.parseInt(cells[0]) - 1);
            assertThat(line).contains("," + cells[1] + ",");
            truth[i] = 1 + Double.parseDouble(line.substring(0, line.indexOf(',')));
            cate[i] = Double.parseDouble(cells[5]);
            assertThat(Double.parseDouble(cells[6])).isPositive();
            int side = List.of("none", "mail").indexOf(cells[1]);
            if (side >= 0) {
                sums[side] += Double.parseDouble(cells[2]);
                counts[side]++;
            }
        }
        assertThat(new PearsonsCorrelation().correlation(cate, truth)).isGreaterThan(.85);
        assertThat(json.at("/arms/mail/rows").asInt()).isEqualTo(counts[1]);
        assertThat(json.at("/arms/mail/ate/estimate").asDouble())
                .isCloseTo(sums[1] / counts[1] - sums[0] / counts[0], within(1e-9));
    }

    @Test
    void warnsThatRowsWereNotRandomisedAndTakesGivenPropensities() throws IOException {
        Path data = experiment(6_000, 1);
        JsonNode estimated = new ObjectMapper().readTree(run(data, "--json", "--bootstrap=0", "--features=x"));
        assertThat(estimated.get("warnings")).hasSize(1);
        assertThat(estimated.at("/warnings/0").asText()).contains("arm 'mail' does not look randomised", "'x'");
        assertThat(estimated.at("/arms/mail/ate/method").asText()).isEqualTo("AIPW");
        assertThat(estimated.at("/arms/mail/ateDifferenceInMeans/lower").asDouble())
                .isGreaterThan(1.5);
        JsonNode given = new ObjectMapper()
                .readTree(run(data, "--json", "--bootstrap=0", "--features=x", "--propensity=p", "--learner=dr"));
        assertThat(given.get("warnings")).isEmpty();
        assertThat(given.at("/balance/mail/propensitiesGiven").asBoolean()).isTrue();
        // The mean of 1 + x over all is 1; 1,200 rows.
        assertThat(given.at("/arms/mail/ate/estimate").asDouble()).isCloseTo(TRUE_EFFECT, within(.3));
    }

    @Test
    void writesAPageAndTellsPeopleWhatMatters() throws IOException {
        String text = run(
                experiment(3_000, 0),
                "--bootstrap=0",
                "--rounds=20",
                "--features=x,colour",
                "--report=" + folder.resolve("page"));
        assertThat(text).contains("mean effect", "by tenths", "persuadable", "Not published");
        String page = Files.readString(folder.resolve("page/uplift.html"));
        assertThat(page).contains("Qini curves", "Tenths by predicted effect: mail", "Personas", "colour=deep, blue");
        // One picture of Qini curves and one for each arm.
        assertThat(page.split("data:image/png", -1)).hasSize(4);
    }

    @Test
    void constantFeaturesAreToldAndArmsWithFewRowsRefused() throws IOException {
        Path data = experiment(1_000, 0);
        List<String> lines = new ArrayList<>(Files.readAllLines(data));
        IntStream.range(0, lines.size()).forEach(i -> lines.set(i, lines.get(i) + (i == 0 ? ",country" : ",7")));
        Files.write(data, lines);
        JsonNode json = new ObjectMapper().readTree(run(data, "--json", "--bootstrap=0", "--features=x,country"));
        assertThat(json.at("/warnings/0").asText()).contains("'country' is constant (7.0)");
        StringWriter error = new StringWriter();
        assertThat(execute(data, error, new StringWriter(), "--features=x", "--held-out=.01"))
                .isNotZero();
        assertThat(error.toString()).contains("UserError: arm '", "held out; at least 20 of each are needed");
    }

    @Test
    void optionsThatDoNotFitTogetherAreRefused() throws IOException {
        Path data = experiment(100, 0);
        assertThat(failure(data, "--features=x", "--out=" + data)).contains("--out would overwrite --data");
        assertThat(failure(data, "--features=x", "--out=" + folder)).contains("is a folder, not a file");
        assertThat(failure(data, "--features=x", "--report=" + data)).contains("is a file, not a folder");
        assertThat(failure(data)).contains("--data needs --features, too");
        StringWriter error = new StringWriter();
        assertThat(command(error, new StringWriter()).execute("uplift", "--treatment=arm"))
                .isEqualTo(2);
        assertThat(error.toString()).contains("they go with --data FILE.csv");
    }

    @Test
    void aRaisedSignalEndsTheFit() throws IOException {
        StopSignal stop = new StopSignal();
        StringWriter error = new StringWriter();
        CommandLine command = new CommandLine(new FitCommand(stop)).setErr(new PrintWriter(error));
        stop.raise();
        assertThat(command.execute(arguments(experiment(500, 0), "--features=x")))
                .isNotZero();
        assertThat(error.toString()).contains("stopped before");
    }

    private String run(Path data, String... more) {
        StringWriter out = new StringWriter();
        StringWriter error = new StringWriter();
        assertThat(execute(data, error, out, more)).as("%s", error).isZero();
        return out.toString();
    }

    private String failure(Path data, String... more) {
        StringWriter error = new StringWriter();
        assertThat(execute(data, error, new StringWriter(), more)).isNotZero();
        return error.toString();
    }

    private static int execute(Path data, StringWriter error, StringWriter out, String... more) {
        return command(error, out).execute(arguments(data, more));
    }

    private static CommandLine command(StringWriter error, StringWriter out) {
        return new CommandLine(new FitCommand(new StopSignal()))
                .setOut(new PrintWriter(out))
                .setErr(new PrintWriter(error));
    }

    private static String[] arguments(Path data, String... more) {
        List<String> all = new ArrayList<>(
                List.of("uplift", "--data=" + data, "--treatment=arm", "--control=none", "--outcome=spend"));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
