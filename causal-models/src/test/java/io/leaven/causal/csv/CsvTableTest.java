package io.leaven.causal.csv;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvTableTest {

    @TempDir
    private Path folder;

    @Test
    void readsColumnsByNameAsTextAndAsNumbers() {
        CsvTable table = CsvTable.read(file("day,spend,note\n2026-01-01,1.5,\"a, \"\"b\"\"\"\n2026-01-02,-2e3,c\n"));
        assertThat(table.header()).containsExactly("day", "spend", "note");
        assertThat(table.rows()).isEqualTo(2);
        assertThat(table.column("spend").numbers()).containsExactly(1.5, -2000);
        assertThat(table.column("day").texts()).containsExactly("2026-01-01", "2026-01-02");
        assertThat(table.column("note").text(0)).isEqualTo("a, \"b\"");
        assertThat(table.column("day").isNumeric()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t", "|"})
    void findsTheSeparatorWhateverStandsInQuotes(String separator) {
        String text = "\"a,;|,;|,;|\",b,c\r\n1,\"x\",3\r\n".replace(",b,c", separator + "b" + separator + "c");
        CsvTable table = CsvTable.read(file(text.replace("1,\"x\",3", String.join(separator, "1", "\"x\"", "3"))));
        assertThat(table.header()).containsExactly("a,;|,;|,;|", "b", "c");
        assertThat(table.column("c").numbers()).containsExactly(3);
    }

    @Test
    void aFileOfASpreadsheetOpensWithMarkBlanksAndDecimalCommas() {
        CsvTable table =
                CsvTable.read(file("\uFEFFage; \"name\" ;income\r\n\r\n 31 ; \"x y\" ;1,25\r\n\r\n40;z;2\r\n\r\n"));
        assertThat(table.header()).containsExactly("age", "name", "income");
        assertThat(table.column("age").numbers()).containsExactly(31, 40);
        assertThat(table.column("name").texts()).containsExactly("x y", "z");
        assertThat(table.column("income").numbers()).containsExactly(1.25, 2);
        assertThat(table.lines()).containsExactly(3, 5);
    }

    @Test
    void readsUtf16WithAMark() throws IOException {
        Path path = folder.resolve("utf16.csv");
        Files.write(path, "\uFEFFköter\t1\nja\t2\n".getBytes(StandardCharsets.UTF_16LE));
        assertThat(CsvTable.read(path).column("köter").texts()).containsExactly("ja");
    }

    @Test
    void missingValuesAreNaNWhereAskedAndErrorsElsewhere() {
        CsvColumn column = CsvTable.read(file("x,y\n1,1\n,1\nNA,1\nn/a,1\nNaN,1\nnull,1\nTrue,1\nfalse,1\n"))
                .column("x");
        double nan = Double.NaN;
        assertThat(column.numbersOrMissing()).containsExactly(1, nan, nan, nan, nan, nan, 1, 0);
        assertThat(column.isNumeric()).isTrue();
        assertThat(column.isMissing(1)).isTrue();
        assertThat(column.isMissing(0)).isFalse();
        assertThatThrownBy(column::numbers)
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("data.csv, line 3, column 'x': has no value");
    }

    @ParameterizedTest
    @ValueSource(strings = {"twelve", "0x1F", "1d", "1e999", "Infinity", "1,200", "--1", "$5"})
    void whatIsNoNumberIsNamedWithItsPlace(String wrong) {
        CsvColumn column =
                CsvTable.read(file("x,y\n1,a\n\"" + wrong + "\",b\n")).column("x");
        assertThatThrownBy(column::numbersOrMissing)
                .isInstanceOf(UserError.class)
                .hasMessageEndingWith("data.csv, line 3, column 'x': '" + wrong + "' is not a finite number");
    }

    @Test
    void linesAreThoseOfTheFileEvenAfterCellsOfSeveralLines() {
        CsvColumn column = CsvTable.read(file("x,y\n1,\"a\nb\nc\"\nbad,d")).column("x");
        assertThatThrownBy(column::numbers).hasMessageContaining("line 5");
    }

    @Test
    void anUnknownColumnIsSaidBeforeAnyRowIsRead() {
        Path path = file("age,income\n1,2\nbroken\n");
        assertThatThrownBy(() -> CsvTable.read(path, List.of("age", "incme"), rows -> {}))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no column 'incme'; did you mean 'income'?; its columns are age, income");
    }

    @Test
    void columnsThatNobodyWantsAreNotKept() {
        CsvTable table = CsvTable.read(file(",age,age,income\n0,1,2,3\n"), List.of("income"), rows -> {});
        assertThat(table.column("income").numbers()).containsExactly(3);
        assertThatThrownBy(() -> table.column("age")).isInstanceOf(UserError.class);
    }

    @Test
    void brokenFilesAreRefusedWithTheReason() throws IOException {
        refused("a,b\n1,2\n1\n", "line 3: 1 cells where the header has 2");
        refused("a,b\n1,2\n1,2,3\n", "line 3: 3 cells where the header has 2");
        refused("", "is empty");
        refused("a,b\n", "has a header but no rows");
        refused("a,a\n1,2\n", "has 2 columns named 'a'");
        refused("a,b\n1,\"x\"y\n", "line 2");
        assertThatThrownBy(() -> CsvTable.read(folder.resolve("absent.csv"))).hasMessageContaining("there is no file");
        assertThatThrownBy(() -> CsvTable.read(folder)).hasMessageContaining("is a folder");
        Path latin = folder.resolve("latin.csv");
        Files.write(latin, "stra\u00dfe,b\n1,2\n".getBytes(Charset.forName("ISO-8859-1")));
        assertThatThrownBy(() -> CsvTable.read(latin))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not UTF-8");
    }

    @Test
    void tellsHowFarItIsAndCanBeStopped() {
        Path path = file("x\n" + "1\n".repeat(10_000));
        List<Long> told = new ArrayList<>();
        CsvTable.read(path, List.of("x"), told::add);
        assertThat(told).containsExactly(4_096L, 8_192L, 10_000L);
        assertThatThrownBy(() -> CsvTable.read(path, List.of("x"), rows -> {
                    throw new UserError("stopped");
                }))
                .hasMessage("stopped");
    }

    private void refused(String text, String reason) {
        Path path = file(text);
        assertThatThrownBy(() -> CsvTable.read(path))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("data.csv")
                .hasMessageContaining(reason);
    }

    private Path file(String text) {
        try {
            return Files.writeString(folder.resolve("data.csv"), text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
