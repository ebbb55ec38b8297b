package io.leaven.causal.fit;

import io.leaven.app.UserError;
import io.leaven.causal.csv.CsvTable;
import io.leaven.testkit.Fuzzer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFuzzTest {

    /** The largest table of the words below has few cells; what a reader takes beside them are buffers. */
    private static final long BUFFERS = 6 << 20;

    @TempDir
    private Path folder;

    @Test
    void mediaMixTables() {
        Path file = folder.resolve("media.csv");
        StringBuilder rows = new StringBuilder("date,sales,push,email,price\n");
        for (int week = 0; week < 14; week++) {
            rows.append(LocalDate.of(2026, 1, 5).plusWeeks(week)).append(',').append(100 + week * 1.5);
            rows.append(',').append(week % 3).append(',').append(week % 4 * .5);
            rows.append(',').append(3 + week % 5 * .25).append('\n');
        }
        String commas = rows.toString();
        Fuzzer.ofTexts(
                        "media.csv",
                        commas,
                        commas.replace(',', ';').replace('.', ','),
                        commas.replace("2026-01-05", "\"2026-01-05\""))
                .words("\"", "\"\"", ";", "\t", "|", ",,", "2026-02-30", "\r\n", "+999999999-01-01", "1,5")
                .refusesBy(UserError.class)
                .allocatesAtMost(BUFFERS, 1_000)
                .run(input -> {
                    Files.write(file, input);
                    new MediaCsv(file, "date", "sales", List.of("push", "email"), List.of("price")).read();
                });
    }

    @Test
    void experimentTables() {
        Path file = folder.resolve("experiment.csv");
        ExperimentCsv.Request request = new ExperimentCsv.Request(
                file, "arm", "none", "spend", List.of("age", "tier"), List.of(), List.of("p"), null);
        StringBuilder rows = new StringBuilder("age,tier,arm,spend,p\n");
        for (int i = 0; i < 44; i++) {
            rows.append(20 + i).append(i % 2 == 0 ? ",gold," : ",silver,").append(i % 3 == 0 ? "none" : "ad");
            rows.append(',').append(i * .5).append(",0.5\n");
        }
        Fuzzer.ofTexts("experiment.csv", rows.toString(), rows.toString().replace("gold", "\"go\"\"ld\""))
                .words("\"", ";", "\t", "|", ",,", "none", "\r\n", "NA", "1.0")
                .refusesBy(UserError.class)
                .allocatesAtMost(BUFFERS, 1_000)
                .run(input -> {
                    Files.write(file, input);
                    ExperimentCsv.read(request, CsvTable.read(file, request.columns(), read -> {}));
                });
    }
}
