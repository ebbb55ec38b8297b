package io.leaven.causal.csv;

import io.leaven.app.UserError;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.commons.io.ByteOrderMark;
import org.apache.commons.io.input.BOMInputStream;

/**
 * Reads a CSV file of anybody's: a header first, then rows of the same width; cells may stand in double quotes (RFC 4180) and
 * have blanks around them; empty lines count for nothing. UTF-8, or UTF-16 with a byte order mark. The separator is the one of
 * comma, semicolon, tab and bar that the header holds most often outside quotes. In files with semicolons, which spreadsheets
 * write where the comma is the decimal sign, {@code 1,5} is a number.
 */
final class CsvReader {

    private static final String SEPARATORS = ",;\t|";
    private static final int ROWS_BETWEEN_CALLS = 4_096;
    /** A header is sought in this much of a file. */
    private static final int HEAD = 1 << 20;

    private final Path file;
    private final Set<String> wanted;
    private final LongConsumer progress;

    /** @param wanted columns to keep; if empty, all */
    CsvReader(Path file, Collection<String> wanted, LongConsumer progress) {
        this.file = file;
        this.wanted = new LinkedHashSet<>(wanted);
        this.progress = progress;
    }

    CsvTable read() {
        if (Files.isDirectory(file)) {
            throw new UserError(file + " is a folder, not a CSV file");
        }
        try (Reader reader = open()) {
            char separator = separator(reader);
            CSVFormat format = CSVFormat.RFC4180
                    .builder()
                    .setDelimiter(separator)
                    .setIgnoreEmptyLines(true)
                    .setIgnoreSurroundingSpaces(true)
                    .get();
            try (CSVParser parser =
                    CSVParser.builder().setReader(reader).setFormat(format).get()) {
                return read(parser, separator);
            }
        } catch (NoSuchFileException e) {
            throw new UserError("there is no file " + file, e);
        } catch (CharacterCodingException e) {
            throw notUtf8(e);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + e.getMessage(), e);
        }
    }

    private CsvTable read(CSVParser parser, char separator) {
        List<String> header = null;
        Map<Integer, Cells> cells = new LinkedHashMap<>();
        int[] lines = new int[1024];
        int rows = 0;
        try {
            for (CSVRecord record : parser) {
                if (header == null) {
                    header = header(record);
                    cells = kept(header);
                    continue;
                }
                int line = (int) parser.getCurrentLineNumber();
                if (record.size() != header.size()) {
                    throw new UserError("%s, line %d: %d cells where the header has %d"
                            .formatted(file, line, record.size(), header.size()));
                }
                for (Map.Entry<Integer, Cells> column : cells.entrySet()) {
                    column.getValue().add(record.get(column.getKey()));
                }
                lines = rows == lines.length ? Arrays.copyOf(lines, rows * 2) : lines;
                lines[rows++] = line;
                if (rows % ROWS_BETWEEN_CALLS == 0) {
                    progress.accept(rows);
                }
            }
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof CharacterCodingException) {
                throw notUtf8(e);
            }
            throw new UserError(
                    file + ", line " + parser.getCurrentLineNumber() + ": "
                            + e.getCause().getMessage(),
                    e);
        }
        if (header == null) {
            throw new UserError(file + " is empty: a header and rows were expected");
        }
        if (rows == 0) {
            throw new UserError(file + " has a header but no rows");
        }
        progress.accept(rows);
        return table(header, cells, Arrays.copyOf(lines, rows), separator == ';');
    }

    private CsvTable table(List<String> header, Map<Integer, Cells> cells, int[] lines, boolean decimalComma) {
        Map<String, CsvColumn> columns = new LinkedHashMap<>();
        cells.forEach((index, column) -> {
            String name = header.get(index);
            columns.put(name, column.asColumn(file, name, lines, decimalComma));
        });
        return new CsvTable(file, header, columns, lines);
    }

    private static List<String> header(CSVRecord record) {
        List<String> header = new ArrayList<>();
        record.forEach(header::add);
        return header;
    }

    /** Where the wanted columns stand. A column without a name, such as that of a row index, cannot be asked for. */
    private Map<Integer, Cells> kept(List<String> header) {
        Map<Integer, Cells> kept = new LinkedHashMap<>();
        for (String name : wanted.isEmpty() ? header : wanted) {
            int times = Collections.frequency(header, name);
            if (times == 0) {
                throw CsvTable.unknown(file, name, header);
            }
            if (times > 1 && !name.isEmpty()) {
                throw new UserError(file + " has " + times + " columns named '" + name + "'");
            }
            if (!name.isEmpty()) {
                kept.put(header.indexOf(name), new Cells());
            }
        }
        return kept;
    }

    private Reader open() throws IOException {
        InputStream stream = Files.newInputStream(file);
        try {
            BOMInputStream marked = BOMInputStream.builder()
                    .setInputStream(stream)
                    .setByteOrderMarks(ByteOrderMark.UTF_8, ByteOrderMark.UTF_16LE, ByteOrderMark.UTF_16BE)
                    .get();
            ByteOrderMark mark = marked.getBOM();
            Charset charset = mark == null ? StandardCharsets.UTF_8 : Charset.forName(mark.getCharsetName());
            return new BufferedReader(
                    new InputStreamReader(
                            marked,
                            charset.newDecoder()
                                    .onMalformedInput(CodingErrorAction.REPORT)
                                    .onUnmappableCharacter(CodingErrorAction.REPORT)),
                    1 << 16);
        } catch (IOException | RuntimeException e) {
            stream.close();
            throw e;
        }
    }

    /** Looks at the header and goes back to the start. */
    private static char separator(Reader reader) throws IOException {
        int[] counts = new int[SEPARATORS.length()];
        boolean quoted = false;
        boolean begun = false;
        reader.mark(HEAD);
        for (int i = 0; i < HEAD - 1; i++) {
            int c = reader.read();
            if (c < 0 || (begun && !quoted && (c == '\n' || c == '\r'))) {
                break;
            }
            begun |= !Character.isWhitespace(c);
            quoted ^= c == '"';
            int separator = SEPARATORS.indexOf(c);
            if (separator >= 0 && !quoted) {
                counts[separator]++;
            }
        }
        reader.reset();
        int best = 0;
        for (int i = 1; i < counts.length; i++) {
            best = counts[i] > counts[best] ? i : best;
        }
        return SEPARATORS.charAt(best);
    }

    private UserError notUtf8(Exception cause) {
        return new UserError(file + " is not UTF-8 text; save it as UTF-8 and try again", cause);
    }

    /** Grows while a column is read. */
    private final class Cells {

        private byte[] bytes = new byte[1024];
        private int[] ends = new int[1024];
        private int rows;
        private int size;

        void add(String cell) {
            byte[] text = cell.getBytes(StandardCharsets.UTF_8);
            if (size > Integer.MAX_VALUE - 8 - text.length) {
                throw new UserError(file + " is too large: a column holds more than two gigabytes");
            }
            if (size + text.length > bytes.length) {
                long doubled = Math.max(2L * bytes.length, size + text.length);
                bytes = Arrays.copyOf(bytes, (int) Math.min(doubled, Integer.MAX_VALUE - 8));
            }
            System.arraycopy(text, 0, bytes, size, text.length);
            size += text.length;
            ends = rows == ends.length ? Arrays.copyOf(ends, rows * 2) : ends;
            ends[rows++] = size;
        }

        CsvColumn asColumn(Path path, String name, int[] lines, boolean decimalComma) {
            return new CsvColumn(
                    path, name, Arrays.copyOf(bytes, size), Arrays.copyOf(ends, rows), lines, decimalComma);
        }
    }
}
