package io.leaven.causal.csv;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;

/**
 * A table from a CSV file, column by column. Holds the bytes of each cell and four more, so a file takes about its own size in
 * memory; columns that nobody asks for take none. {@link CsvReader} says which files are understood. Immutable, safe for use by
 * several threads.
 */
public final class CsvTable {

    private final Path file;
    /** All names of the header, also those of columns that were not kept. */
    private final List<String> header;

    private final Map<String, CsvColumn> columns;
    private final int[] lines;

    CsvTable(Path file, List<String> header, Map<String, CsvColumn> columns, int[] lines) {
        this.file = file;
        this.header = List.copyOf(header);
        this.columns = Map.copyOf(columns);
        this.lines = lines;
    }

    /**
     * Reads all columns.
     *
     * @throws UserError naming file, line and reason if it cannot be read
     */
    public static CsvTable read(Path file) {
        return new CsvReader(file, List.of(), rows -> {}).read();
    }

    /**
     * Reads some columns. Names are checked before any row is read.
     *
     * @param wanted columns to keep, at least one
     * @param rows told how many rows were read, every few thousand; what it throws ends the reading
     * @throws UserError naming file, line and reason if it cannot be read, or a column is not in the header
     */
    public static CsvTable read(Path file, Collection<String> wanted, LongConsumer rows) {
        if (wanted.isEmpty()) {
            throw new IllegalArgumentException("no column of " + file + " is wanted");
        }
        return new CsvReader(file, wanted, rows).read();
    }

    public Path file() {
        return file;
    }

    /** The names of the header in its order, also those of columns that were not kept. */
    public List<String> header() {
        return header;
    }

    public int rows() {
        return lines.length;
    }

    /** The line of the file on which a row ends; the first line is 1. */
    public int line(int row) {
        return lines[row];
    }

    /** The lines of all rows. */
    public int[] lines() {
        return Arrays.copyOf(lines, lines.length);
    }

    /**
     * A column by its name.
     *
     * @throws UserError with "did you mean" if there is none of that name
     */
    public CsvColumn column(String name) {
        CsvColumn column = columns.get(name);
        if (column == null) {
            throw unknown(file, name, header);
        }
        return column;
    }

    static UserError unknown(Path file, String name, List<String> header) {
        return new UserError("%s has no column '%s'%s; its columns are %s"
                .formatted(file, name, Suggestion.of(name, header), String.join(", ", header)));
    }
}
