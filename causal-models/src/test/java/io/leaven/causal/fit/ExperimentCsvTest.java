package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.ExperimentData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExperimentCsvTest {

    private static final String HEADER = "age,town,group,spend,p,who";

    @TempDir
    private Path folder;

    private final List<String> lines = new ArrayList<>();

    /** 60 rows: towns Ulm and Rome 20 times each, the rest places of their own, two of the ages missing. */
    @BeforeEach
    void rows() {
        for (int i = 0; i < 60; i++) {
            String age = i < 2 ? "NA" : Integer.toString(20 + i);
            String town = i % 3 == 0 ? "Ulm" : i % 3 == 1 ? "Rome" : i == 2 ? "" : "Place " + i;
            lines.add(age + "," + town + "," + (i % 2 == 0 ? "none" : "mail") + "," + i / 2.0 + ",.25,c" + i / 2);
        }
    }

    @Test
    void numbersCategoriesAndMissingValuesBecomeFeatures() throws IOException {
        UpliftSource source = read(request -> request);
        ExperimentData data = source.data();
        assertThat(data.rows()).isEqualTo(60);
        assertThat(data.arms()).containsExactly("none", "mail");
        assertThat(data.features()).containsExactly("age", "town=Rome", "town=Ulm");
        assertThat(source.categories()).containsExactly(new Category("town", List.of("Rome", "Ulm")));
        for (int row = 0; row < 60; row++) {
            int i = data.source(row);
            assertThat(data.arm(row)).isEqualTo(i % 2);
            assertThat(data.outcome(row)).isEqualTo(i / 2.0);
            assertThat(values(data, row)).containsExactly(expected(i));
        }
        assertThat(data.hasPropensities()).isFalse();
    }

    private static double[] values(ExperimentData data, int row) {
        return new double[] {data.value(row, 0), data.value(row, 1), data.value(row, 2)};
    }

    private static double[] expected(int i) {
        double age = i < 2 ? Double.NaN : 20 + i;
        return i == 2
                ? new double[] {age, Double.NaN, Double.NaN}
                : new double[] {age, i % 3 == 1 ? 1 : 0, i % 3 == 0 ? 1 : 0};
    }

    @Test
    void numbersMayBeCategoriesAndArmsNumbers() throws IOException {
        lines.replaceAll(line -> line.replace("none", "0").replace("mail", "1.0"));
        lines.replaceAll(line -> (line.startsWith("NA") ? "7" : "8") + line.substring(2));
        lines.addAll(lines.subList(0, 2).stream()
                .flatMap(line -> Collections.nCopies(10, line).stream())
                .toList());
        Files.write(file(), joined());
        ExperimentCsv.Request request = new ExperimentCsv.Request(
                file(), "group", "0.0", "spend", List.of("age"), List.of("age"), List.of(), null);
        ExperimentData data = read(request).data();
        assertThat(data.arms()).containsExactly("0", "1");
        assertThat(data.features()).containsExactly("age=7", "age=8");
    }

    @Test
    void rowsOfOneUnitHaveOneHash() throws IOException {
        Files.write(file(), joined());
        ExperimentData data = read(new ExperimentCsv.Request(
                        file(), "group", "none", "spend", List.of("age"), List.of(), List.of(), "who"))
                .data();
        for (int row = 0; row < 60; row += 2) {
            assertThat(data.unit(row)).isEqualTo(data.unit(row + 1));
        }
        assertThat(data.unit(0)).isNotEqualTo(data.unit(2));
    }

    @Test
    void propensitiesAreOfTheTreatment() throws IOException {
        ExperimentData data = read(request -> propensity(request, "p")).data();
        assertThat(data.propensity(0, 1)).isCloseTo(.25, within(1e-12));
        assertThat(data.propensity(0, 0)).isCloseTo(.75, within(1e-12));
        assertThat(read(request -> propensity(request, "mail=p")).data().propensity(5, 1))
                .isCloseTo(.25, within(1e-12));
    }

    @Test
    void severalArmsNeedAPropensityEach() {
        lines.replaceAll(line -> line.endsWith("c7") ? line.replace("mail", "call") : line);
        refused(request -> propensity(request, "p"), "one for each, such as --propensity call=COL,mail=COL");
        refused(request -> propensity(request, "call=p"), "columns for [call], but the treatments are [call, mail]");
        refused(request -> propensity(request, "cal=p"), "the arm 'cal'; did you mean 'call'?");
        lines.replaceAll(line -> line.replace(",.25,", ",.5,"));
        refused(request -> propensity(request, "call=p", "mail=p"), "line 2: propensities sum to 1.0");
    }

    @Test
    void propensitiesAreProbabilitiesBetweenNoughtAndOne() {
        lines.set(30, lines.get(30).replace(",.25,", ",1,"));
        refused(request -> propensity(request, "p"), "line 32, column 'p': the propensity 1 is not between 0 and 1");
        lines.set(20, lines.get(20).replace(",.25,", ",,"));
        refused(request -> propensity(request, "p"), "line 22, column 'p': has no value");
    }

    @Test
    void namesAreCheckedBeforeAnyRowIsRead() throws IOException {
        Files.write(file(), List.of(HEADER, "not,a,row"));
        assertError(features("age", "twon"), "no column 'twon'; did you mean 'town'?");
        assertError(features("age", "age"), "--features names 'age' twice");
        assertError(features("age", "spend"), "'spend' is the outcome and cannot be a feature");
        assertError(features("group"), "'group' is the treatment and cannot be a feature");
        assertError(
                new ExperimentCsv.Request(
                        file(), "group", "none", "spend", List.of("age"), List.of("town"), List.of(), null),
                "--categories names 'town', which is not among --features");
    }

    @Test
    void textAmongNumbersIsNamedWithItsLine() {
        lines.set(10, lines.get(10).replace("30,", "thirty,"));
        refused(request -> request, "line 12, column 'age': 'thirty' is not a finite number");
    }

    @Test
    void outcomesMustBeThereAndBeNumbers() {
        lines.set(4, lines.get(4).replace(",2.0,", ",NaN,"));
        refused(request -> request, "line 6, column 'spend': has no value");
        lines.set(3, lines.get(3).replace(",1.5,", ",inf,"));
        refused(request -> request, "line 5, column 'spend': 'inf' is not a finite number");
    }

    @Test
    void treatmentsMustBeThereAndHaveTheControl() {
        refused(
                request -> control(request, "non"),
                "no row has the control 'non' in column 'group'; did you mean 'none'?");
        refused(request -> control(request, "z"), "its values are mail (30 rows), none (30 rows)");
        lines.set(4, lines.get(4).replace("none", ""));
        refused(request -> request, "line 6, column 'group': has no value");
    }

    @Test
    void oneArmIsNoExperiment() {
        lines.replaceAll(line -> line.replace("mail", "none"));
        refused(request -> request, "all 60 rows are of the control 'none' in column 'group'");
    }

    @Test
    void aColumnOfNumbersIsNoTreatment() {
        refused(
                request -> new ExperimentCsv.Request(
                        file(), "spend", "0", "age", List.of("town"), List.of(), List.of(), null),
                "column 'spend' has more than 50 different values; is it the treatment?");
    }

    @Test
    void columnsThatTellNothingCannotBeFeatures() {
        refused(request -> withFeatures(request, "who"), "column 'who' is text, but none of its 30 different values");
        lines.replaceAll(line -> line.replaceFirst("^[^,]*", "NA"));
        refused(request -> request, "column 'age' has no values");
    }

    @Test
    void aRaisedSignalEndsTheReading() throws IOException {
        Files.write(file(), joined());
        StopSignal stop = new StopSignal();
        stop.raise();
        assertThatThrownBy(() -> ExperimentCsv.table(features("age"), stop))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("stopped");
    }

    private Path file() {
        return folder.resolve("mail.csv");
    }

    private List<String> joined() {
        List<String> all = new ArrayList<>(List.of(HEADER));
        all.addAll(lines);
        return all;
    }

    private ExperimentCsv.Request features(String... names) {
        return new ExperimentCsv.Request(file(), "group", "none", "spend", List.of(names), List.of(), List.of(), null);
    }

    private static ExperimentCsv.Request withFeatures(ExperimentCsv.Request request, String... names) {
        return new ExperimentCsv.Request(
                request.file(), "group", "none", "spend", List.of(names), List.of(), List.of(), null);
    }

    private static ExperimentCsv.Request propensity(ExperimentCsv.Request request, String... columns) {
        return new ExperimentCsv.Request(
                request.file(), "group", "none", "spend", request.features(), List.of(), List.of(columns), null);
    }

    private static ExperimentCsv.Request control(ExperimentCsv.Request request, String control) {
        return new ExperimentCsv.Request(
                request.file(), "group", control, "spend", request.features(), List.of(), List.of(), null);
    }

    private UpliftSource read(UnaryOperator<ExperimentCsv.Request> change) throws IOException {
        Files.write(file(), joined());
        return read(change.apply(features("age", "town")));
    }

    private static UpliftSource read(ExperimentCsv.Request request) {
        return ExperimentCsv.read(request, ExperimentCsv.table(request, new StopSignal()));
    }

    private void refused(UnaryOperator<ExperimentCsv.Request> change, String reason) {
        assertThatThrownBy(() -> read(change)).isInstanceOf(UserError.class).hasMessageContaining(reason);
    }

    private static void assertError(ExperimentCsv.Request request, String reason) {
        assertThatThrownBy(() -> read(request)).isInstanceOf(UserError.class).hasMessageContaining(reason);
    }
}
