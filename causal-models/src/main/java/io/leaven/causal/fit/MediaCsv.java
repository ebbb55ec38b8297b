package io.leaven.causal.fit;

import io.leaven.app.UserError;
import io.leaven.causal.csv.CsvColumn;
import io.leaven.causal.csv.CsvTable;
import io.leaven.causal.mmm.MediaMixData;
import io.leaven.causal.mmm.Period;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads media mix data from a CSV file: a row for each period.
 *
 * @param file the file
 * @param date column of the periods
 * @param outcome column of what is explained
 * @param channels columns of spend
 * @param controls columns of what else drives the outcome, may be none
 */
record MediaCsv(Path file, String date, String outcome, List<String> channels, List<String> controls) {

    /** @throws UserError naming file, line and column of what cannot be used */
    MediaMixData read() {
        List<String> wanted = new ArrayList<>(List.of(date, outcome));
        wanted.addAll(channels);
        wanted.addAll(controls);
        CsvTable table = CsvTable.read(file, wanted, rows -> {});
        CsvColumn dates = table.column(date);
        double[] outcomes = table.column(outcome).numbers();
        List<double[]> spends =
                channels.stream().map(name -> table.column(name).numbers()).toList();
        List<double[]> extras =
                controls.stream().map(name -> table.column(name).numbers()).toList();
        try {
            MediaMixData.Builder rows = new MediaMixData.Builder(channels, controls);
            for (int row = 0; row < table.rows(); row++) {
                rows.add(
                        "line " + table.line(row), period(dates, row), outcomes[row], at(spends, row), at(extras, row));
            }
            return rows.build();
        } catch (IllegalArgumentException e) {
            throw new UserError(file + ", " + e.getMessage(), e);
        }
    }

    private static Period period(CsvColumn dates, int row) {
        try {
            return PeriodText.parse(dates.text(row));
        } catch (IllegalArgumentException e) {
            throw dates.error(row, e.getMessage());
        }
    }

    private static double[] at(List<double[]> columns, int row) {
        return columns.stream().mapToDouble(column -> column[row]).toArray();
    }
}
