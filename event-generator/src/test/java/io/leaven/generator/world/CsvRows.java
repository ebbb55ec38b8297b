package io.leaven.generator.world;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads a fixture: a CSV file with a header and without quotes, beside this class among the test resources. */
final class CsvRows {

    private CsvRows() {}

    static List<Map<String, String>> read(String file) {
        try (BufferedReader in = new BufferedReader(
                new InputStreamReader(CsvRows.class.getResourceAsStream(file), StandardCharsets.UTF_8))) {
            List<String> header = Arrays.asList(in.readLine().split(","));
            List<Map<String, String>> rows = new ArrayList<>();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                String[] cells = line.split(",");
                Map<String, String> row = new HashMap<>();
                for (int i = 0; i < cells.length; i++) {
                    row.put(header.get(i), cells[i]);
                }
                rows.add(row);
            }
            return rows;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static double number(Map<String, String> row, String column) {
        return Double.parseDouble(row.get(column));
    }

    static CustomerTraits traits(Map<String, String> row) {
        return new CustomerTraits(number(row, "age"), number(row, "gender"), number(row, "distance"), number(row, "u"));
    }
}
