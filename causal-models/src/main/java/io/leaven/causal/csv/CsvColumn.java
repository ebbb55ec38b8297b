package io.leaven.causal.csv;

import io.leaven.app.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * One column of a {@link CsvTable}: text as it stands in the file, or numbers. The cells lie in one array of UTF-8 bytes.
 * Immutable, safe for use by several threads.
 */
public final class CsvColumn {

    /** What stands for a value that is not there, beside an empty cell: the words of R, pandas, SQL and Excel. */
    private static final Set<String> MISSING = Set.of("", "na", "n/a", "#n/a", "<na>", "nan", "null");

    private final Path file;
    private final String name;
    private final byte[] bytes;
    /** Where each cell ends. */
    private final int[] ends;

    private final int[] lines;
    private final boolean decimalComma;

    CsvColumn(Path file, String name, byte[] bytes, int[] ends, int[] lines, boolean decimalComma) {
        this.file = file;
        this.name = name;
        this.bytes = bytes;
        this.ends = ends;
        this.lines = lines;
        this.decimalComma = decimalComma;
    }

    public String name() {
        return name;
    }

    public int rows() {
        return ends.length;
    }

    /** A cell as it stands in the file, without blanks around it. */
    public String text(int row) {
        int start = row == 0 ? 0 : ends[row - 1];
        return new String(bytes, start, ends[row] - start, StandardCharsets.UTF_8);
    }

    /** All cells. Dates are read like this. */
    public String[] texts() {
        String[] texts = new String[rows()];
        Arrays.setAll(texts, this::text);
        return texts;
    }

    /** Whether a cell is empty or says NA, N/A, NaN or null. */
    public boolean isMissing(int row) {
        return isMissing(text(row));
    }

    private static boolean isMissing(String text) {
        return text.length() <= 4 && MISSING.contains(text.toLowerCase(Locale.ROOT));
    }

    /** Whether every cell is a number or missing, and at least one is a number. */
    public boolean isNumeric() {
        return numericShare() == 1;
    }

    /** Which share of the cells that are not missing are numbers, 0 to 1; NaN if all are missing. */
    public double numericShare() {
        int present = 0;
        int numeric = 0;
        for (int row = 0; row < rows(); row++) {
            String text = text(row);
            if (!isMissing(text)) {
                present++;
                numeric += Double.isNaN(parse(text)) ? 0 : 1;
            }
        }
        return (double) numeric / present;
    }

    /**
     * All cells as numbers.
     *
     * @throws UserError naming file, line and column of the first cell that is missing or no finite number
     */
    public double[] numbers() {
        return numbers(row -> {
            throw error(row, "has no value");
        });
    }

    /**
     * All cells as numbers, NaN where one is missing.
     *
     * @throws UserError naming file, line and column of the first cell that holds something but no finite number
     */
    public double[] numbersOrMissing() {
        return numbers(row -> Double.NaN);
    }

    private double[] numbers(IntFunction<Double> whereMissing) {
        double[] numbers = new double[rows()];
        for (int row = 0; row < numbers.length; row++) {
            String text = text(row);
            if (isMissing(text)) {
                numbers[row] = whereMissing.apply(row);
                continue;
            }
            numbers[row] = parse(text);
            if (Double.isNaN(numbers[row])) {
                throw error(row, "'" + shortened(text) + "' is not a finite number");
            }
        }
        return numbers;
    }

    /** An error about one cell: file, line, column, and what is wrong with it. */
    public UserError error(int row, String reason) {
        return new UserError("%s, line %d, column '%s': %s".formatted(file, lines[row], name, reason));
    }

    /** NaN for what is no finite number. Also understands true and false, as pandas writes them, as 1 and 0. */
    private double parse(String text) {
        for (int i = 0; i < text.length(); i++) {
            // Java would also take hexadecimal numbers and the suffixes of its own literals.
            if ("0123456789+-.eE,".indexOf(text.charAt(i)) < 0) {
                return text.equalsIgnoreCase("true") ? 1 : text.equalsIgnoreCase("false") ? 0 : Double.NaN;
            }
        }
        try {
            double number = Double.parseDouble(decimalComma ? text.replace(',', '.') : text);
            return Double.isFinite(number) ? number : Double.NaN;
        } catch (NumberFormatException e) {
            return Double.NaN;
        }
    }

    private static String shortened(String text) {
        return text.length() <= 40 ? text : text.substring(0, 40) + "...";
    }
}
