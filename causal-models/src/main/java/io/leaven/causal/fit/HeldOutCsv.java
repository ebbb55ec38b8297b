package io.leaven.causal.fit;

import io.leaven.app.UserError;
import io.leaven.causal.csv.CsvTable;
import io.leaven.causal.uplift.ExperimentData;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;

/**
 * Writes what a model predicts for the rows that judged it: {@code line} of the file (of a topic a running number), treatment and
 * outcome under their own names, and for each arm {@code cate_ARM} and, if the model has them, {@code se_ARM}.
 */
final class HeldOutCsv {

    private HeldOutCsv() {}

    /**
     * Writes the file.
     *
     * @param table that the rows were read from; null if they came from a topic
     * @param treatment name of the treatment's column
     * @param outcome name of the outcome's column
     */
    static void write(Path file, UpliftFitResult fit, CsvTable table, String treatment, String outcome) {
        ExperimentData rows = fit.heldOut();
        double[][] cates = fit.model().cates(rows.values());
        double[][] errors =
                fit.model().hasStandardErrors() ? fit.model().standardErrors(rows.values()) : new double[0][];
        int[] order = IntStream.range(0, rows.rows())
                .boxed()
                .sorted(Comparator.comparingInt(rows::source))
                .mapToInt(Integer::intValue)
                .toArray();
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            try (BufferedWriter writer = Files.newBufferedWriter(file, StandardCharsets.UTF_8);
                    CSVPrinter csv = new CSVPrinter(
                            writer,
                            CSVFormat.RFC4180.builder().setRecordSeparator("\n").get())) {
                csv.print("line");
                csv.print(treatment);
                csv.print(outcome);
                for (String arm : fit.model().arms()) {
                    csv.print("cate_" + arm);
                    if (errors.length > 0) {
                        csv.print("se_" + arm);
                    }
                }
                csv.println();
                for (int row : order) {
                    csv.print(table == null ? rows.source(row) + 1 : table.line(rows.source(row)));
                    csv.print(rows.arms().get(rows.arm(row)));
                    csv.print(rows.outcome(row));
                    for (int arm = 0; arm < cates.length; arm++) {
                        csv.print(cates[arm][row]);
                        if (errors.length > 0) {
                            csv.print(errors[arm][row]);
                        }
                    }
                    csv.println();
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot write " + file + ": " + e.getMessage(), e);
        }
    }
}
