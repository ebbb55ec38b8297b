package io.leaven.causal.fit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.app.UserError;
import io.leaven.causal.mmm.MediaMixData;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a stranger's file may get wrong: each has an error of its own that names file, line and column. */
class MediaCsvTest {

    private static final LocalDate FIRST = LocalDate.of(2024, 1, 1);

    @TempDir
    private Path folder;

    @Test
    void rowsComeInOrderOfTime() throws IOException {
        List<String> lines = lines(20);
        lines.add(2, lines.remove(19));
        MediaMixData data = read(lines);
        assertThat(data.wasSorted()).isTrue();
        assertThat(data.rows()).isEqualTo(20);
        assertThat(data.periods().get(3).label()).isEqualTo("2024-01-22");
        assertThat(data.spend(1)[3]).isEqualTo(3);
    }

    @Test
    void monthsAndNumbersArePeriodsToo() throws IOException {
        List<String> months = lines(24);
        List<String> numbers = lines(24);
        for (int t = 0; t < 24; t++) {
            String rest = months.get(t + 1).substring(10);
            months.set(t + 1, FIRST.plusMonths(t).toString().substring(0, 7) + rest);
            numbers.set(t + 1, (t + 5) + rest);
        }
        assertThat(read(months).periods().get(14).label()).isEqualTo("2025-03-01");
        assertThat(read(numbers).periods().get(0).order()).isEqualTo(5);
    }

    @Test
    void badCellsAreNamed() {
        assertRefused(replaced(3, "2024-01-15", "15/01/2024"), "line 4, column 'date'", "'15/01/2024' is no period");
        assertRefused(replaced(3, "2024-01-15", "2024-02-31"), "line 4, column 'date'", "no day of the calendar");
        assertRefused(replaced(5, ",1.0,", ",much,"), "line 6, column 'tv'", "'much' is not a finite number");
        assertRefused(replaced(5, ",1.0,", ",-1,"), "line 6", "'tv' is negative");
        assertRefused(replaced(5, ",1.0,", ",,"), "line 6, column 'tv'", "has no value");
        assertRefused(lines -> replaceOutcome(lines, 7, "NaN"), "line 8, column 'sales'", "has no value");
    }

    @Test
    void badSeriesAreNamed() {
        assertRefused(replaced(5, "2024-01-29", "2024-01-22"), "line 6", "2024-01-22 is there twice, first in line 5");
        assertRefused(
                lines -> {
                    lines.remove(5);
                    return lines;
                },
                "line 6",
                "gap before 2024-02-05");
        assertRefused(lines -> lines.subList(0, 9), "there are 8 periods");
        assertRefused(lines -> column(lines, 1, "2"), "channel 'tv' spends 2.0 in every period");
        assertRefused(lines -> column(lines, 2, "0"), "channel 'radio' has no spend in any period");
        assertRefused(lines -> column(lines, 4, "9"), "the outcome is 9.0 in every period");
        assertRefused(lines -> column(lines, 3, "1"), "control 'price' is 1.0 in every period");
    }

    @Test
    void unknownColumnsGetTheNearestName() {
        assertThatThrownBy(() -> new MediaCsv(write(lines(20)), "date", "sale", List.of("tv"), List.of()).read())
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no column 'sale'; did you mean 'sales'?");
    }

    private void assertRefused(UnaryOperator<List<String>> fault, String... words) {
        assertThatThrownBy(() -> read(fault.apply(lines(20))))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("media.csv")
                .hasMessageContainingAll(words);
    }

    private static UnaryOperator<List<String>> replaced(int row, String from, String to) {
        return lines -> {
            assertThat(lines.get(row)).contains(from);
            lines.set(row, lines.get(row).replace(from, to));
            return lines;
        };
    }

    private static List<String> replaceOutcome(List<String> lines, int row, String value) {
        lines.set(row, lines.get(row).substring(0, lines.get(row).lastIndexOf(',') + 1) + value);
        return lines;
    }

    private static List<String> column(List<String> lines, int column, String value) {
        for (int row = 1; row < lines.size(); row++) {
            String[] cells = lines.get(row).split(",");
            cells[column] = value;
            lines.set(row, String.join(",", cells));
        }
        return lines;
    }

    private MediaMixData read(List<String> lines) throws IOException {
        return new MediaCsv(write(lines), "date", "sales", List.of("tv", "radio"), List.of("price")).read();
    }

    private Path write(List<String> lines) throws IOException {
        return Files.write(folder.resolve("media.csv"), lines);
    }

    /** Weeks from 2024-01-01. */
    private static List<String> lines(int weeks) {
        List<String> lines = new ArrayList<>(List.of("date,tv,radio,price,sales"));
        for (int t = 0; t < weeks; t++) {
            lines.add(FIRST.plusWeeks(t) + "," + (t % 4 + (t == 4 ? 1.0 : 0.5)) + "," + t + "," + (t % 3) + ","
                    + (100 + t));
        }
        return lines;
    }
}
