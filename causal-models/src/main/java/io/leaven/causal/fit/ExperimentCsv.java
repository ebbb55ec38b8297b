package io.leaven.causal.fit;

import io.leaven.app.Progress;
import io.leaven.app.StopSignal;
import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.causal.csv.CsvColumn;
import io.leaven.causal.csv.CsvTable;
import io.leaven.causal.uplift.Category;
import io.leaven.causal.uplift.ExperimentData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Reads an experiment from somebody's CSV file. A feature is a number or a category; a column with some text in it is a category
 * unless most of its cells are numbers, for then the text is a mistake. Missing features stay missing, missing outcomes,
 * treatments and propensities are errors, and all errors name column and line.
 */
final class ExperimentCsv {

    /** More treatments than that are no treatments. */
    private static final int MAX_ARMS = 50;

    /** A level of a category is a feature of its own if so many rows have it; the most frequent ones come first. */
    private static final int MIN_LEVEL_ROWS = 20;

    private static final int MAX_LEVELS = 50;

    /** Values listed in an error. */
    private static final int LISTED = 20;

    /**
     * What to read.
     *
     * @param file the table
     * @param treatment column of the arm
     * @param control the treatment column's value for the arm without treatment
     * @param outcome column of the outcome
     * @param features columns of what was known before
     * @param categories those of the features that are categories although they look like numbers
     * @param propensity columns of the arms' probabilities: {@code COL}, or {@code ARM=COL} for each of several arms
     * @param unit column of who a row is about; null if each row is somebody else
     */
    record Request(
            Path file,
            String treatment,
            String control,
            String outcome,
            List<String> features,
            List<String> categories,
            List<String> propensity,
            String unit) {

        /** All columns that are read, each once. */
        Set<String> columns() {
            Set<String> columns = new LinkedHashSet<>(List.of(treatment, outcome));
            columns.addAll(features);
            propensity.forEach(column -> columns.add(column.substring(column.indexOf('=') + 1)));
            if (unit != null) {
                columns.add(unit);
            }
            return columns;
        }
    }

    private final Request request;
    private final CsvTable table;

    private ExperimentCsv(Request request, CsvTable table) {
        this.request = request;
        this.table = table;
    }

    /**
     * The table of a request, with the columns that it names.
     *
     * @throws UserError if a name is used twice or is not in the header, the file cannot be read, or the signal is raised
     */
    static CsvTable table(Request request, StopSignal stop) {
        checkNames(request);
        try (Progress progress = Progress.start("read rows of " + request.file().getFileName(), -1)) {
            return CsvTable.read(request.file(), request.columns(), read -> {
                DataTopic.checkStop(stop);
                progress.to(read);
            });
        }
    }

    /**
     * The experiment in a table.
     *
     * @throws UserError naming column and line of what is wrong
     */
    static UpliftSource read(Request request, CsvTable table) {
        return new ExperimentCsv(request, table).read();
    }

    private static void checkNames(Request request) {
        if (request.features().isEmpty()) {
            throw new UserError("--features names no column");
        }
        Set<String> seen = new LinkedHashSet<>();
        for (String feature : request.features()) {
            if (!seen.add(feature)) {
                throw new UserError("--features names '" + feature + "' twice");
            }
        }
        if (request.outcome().equals(request.treatment())) {
            throw new UserError("--treatment and --outcome are both '" + request.outcome() + "'");
        }
        Map<String, String> others = new LinkedHashMap<>();
        others.put(request.treatment(), "the treatment");
        others.put(request.outcome(), "the outcome");
        others.forEach((column, what) -> {
            if (seen.contains(column)) {
                throw new UserError("'" + column + "' is " + what + " and cannot be a feature");
            }
        });
        for (String category : request.categories()) {
            if (!seen.contains(category)) {
                throw new UserError("--categories names '" + category + "', which is not among --features"
                        + Suggestion.of(category, seen));
            }
        }
    }

    private UpliftSource read() {
        String[] arms = arms();
        String control = control(arms);
        List<String> treatments = new ArrayList<>(new TreeSet<>(List.of(arms)));
        treatments.remove(control);
        double[] outcome = table.column(request.outcome()).numbers();
        Map<String, double[]> propensities = propensities(treatments);
        List<Category> categories = new ArrayList<>();
        List<String> names = new ArrayList<>();
        List<Encoder> encoders = encoders(categories, names);
        CsvColumn unit = request.unit() == null ? null : table.column(request.unit());

        ExperimentData.Builder builder =
                new ExperimentData.Builder(names, control, new ArrayList<>(propensities.keySet()));
        double[] row = new double[names.size()];
        double[] probable = new double[propensities.size()];
        for (int i = 0; i < table.rows(); i++) {
            int at = 0;
            for (Encoder encoder : encoders) {
                at = encoder.encode(i, row, at);
            }
            int arm = 0;
            double sum = 0;
            for (double[] ofArm : propensities.values()) {
                probable[arm++] = ofArm[i];
                sum += ofArm[i];
            }
            if (sum >= 1) {
                throw new UserError("%s, line %d: propensities sum to %s, which leaves nothing to control"
                        .formatted(request.file(), table.line(i), sum));
            }
            builder.add(unit == null ? "row " + i : present(unit, i), arms[i], row, outcome[i], probable, i);
        }
        return new UpliftSource(request.file().toString(), builder.build(), 0, categories, List.of());
    }

    private static String present(CsvColumn column, int row) {
        if (column.isMissing(row)) {
            throw column.error(row, "has no value");
        }
        return column.text(row);
    }

    /** The arm of each row; numbers in one spelling, so that 1 and 1.0 are one arm. */
    private String[] arms() {
        CsvColumn column = table.column(request.treatment());
        boolean numeric = column.isNumeric();
        String[] arms = new String[table.rows()];
        Set<String> distinct = new LinkedHashSet<>();
        double[] numbers = numeric ? column.numbersOrMissing() : null;
        for (int i = 0; i < arms.length; i++) {
            String text = present(column, i);
            arms[i] = numeric ? number(numbers[i], text) : text;
            distinct.add(arms[i]);
            if (distinct.size() > MAX_ARMS) {
                throw new UserError("%s: column '%s' has more than %d different values; is it the treatment?"
                        .formatted(request.file(), request.treatment(), MAX_ARMS));
            }
        }
        return arms;
    }

    private static String number(double value, String text) {
        return value == Math.rint(value) && Math.abs(value) < 1e15 ? Long.toString((long) value) : text;
    }

    private String control(String[] arms) {
        Map<String, Integer> rows = new TreeMap<>();
        for (String arm : arms) {
            rows.merge(arm, 1, Integer::sum);
        }
        String control = request.control().strip();
        if (!rows.containsKey(control) && table.column(request.treatment()).isNumeric()) {
            try {
                control = number(Double.parseDouble(control), control);
            } catch (NumberFormatException e) {
                // Then it is none of the numbers, as is said below.
            }
        }
        String listed = rows.entrySet().stream()
                .limit(LISTED)
                .map(arm -> arm.getKey() + " (" + arm.getValue() + " rows)")
                .collect(Collectors.joining(", "));
        if (!rows.containsKey(control)) {
            throw new UserError("%s: no row has the control '%s' in column '%s'%s; its values are %s"
                    .formatted(
                            request.file(),
                            request.control(),
                            request.treatment(),
                            Suggestion.of(request.control(), rows.keySet()),
                            listed));
        }
        if (rows.size() == 1) {
            throw new UserError(
                    "%s: all %d rows are of the control '%s' in column '%s'; an uplift needs at least one arm"
                                    .formatted(request.file(), arms.length, control, request.treatment())
                            + " with a treatment");
        }
        return control;
    }

    /** By treatment; empty if none are given. */
    private Map<String, double[]> propensities(List<String> treatments) {
        Map<String, double[]> byArm = new LinkedHashMap<>();
        for (String given : request.propensity()) {
            int equals = given.indexOf('=');
            if (equals < 0 && treatments.size() > 1) {
                throw new UserError("--propensity names one column for the arms " + treatments
                        + "; name one for each, such as --propensity "
                        + treatments.stream().map(arm -> arm + "=COL").collect(Collectors.joining(",")));
            }
            String arm = equals < 0 ? treatments.get(0) : given.substring(0, equals);
            if (!treatments.contains(arm)) {
                throw new UserError("--propensity names the arm '" + arm + "'" + Suggestion.of(arm, treatments)
                        + "; the treatments are " + treatments);
            }
            if (byArm.put(arm, probabilities(given.substring(equals + 1))) != null) {
                throw new UserError("--propensity names the arm '" + arm + "' twice");
            }
        }
        if (!byArm.isEmpty() && byArm.size() < treatments.size()) {
            throw new UserError(
                    "--propensity names columns for " + byArm.keySet() + ", but the treatments are " + treatments);
        }
        return byArm;
    }

    private double[] probabilities(String name) {
        CsvColumn column = table.column(name);
        double[] probabilities = column.numbers();
        for (int i = 0; i < probabilities.length; i++) {
            if (!(probabilities[i] > 0 && probabilities[i] < 1)) {
                throw column.error(i, "the propensity " + column.text(i) + " is not between 0 and 1, both excluded");
            }
        }
        return probabilities;
    }

    /** Writes a column's features of one row, and says where the next column's begin. */
    private interface Encoder {
        int encode(int row, double[] into, int offset);
    }

    private List<Encoder> encoders(List<Category> categories, List<String> names) {
        List<Encoder> encoders = new ArrayList<>();
        for (String name : request.features()) {
            CsvColumn column = table.column(name);
            double share = column.numericShare();
            if (Double.isNaN(share)) {
                throw new UserError("%s: column '%s' has no values".formatted(request.file(), name));
            }
            if (share > .5 && !request.categories().contains(name)) {
                double[] numbers = column.numbersOrMissing();
                encoders.add((row, into, offset) -> {
                    into[offset] = numbers[row];
                    return offset + 1;
                });
                names.add(name);
            } else {
                Category category = category(column);
                encoders.add((row, into, offset) -> {
                    category.encode(column.isMissing(row) ? null : column.text(row), into, offset);
                    return offset + category.levels().size();
                });
                categories.add(category);
                names.addAll(category.features());
            }
        }
        return encoders;
    }

    private Category category(CsvColumn column) {
        Map<String, Integer> rows = new TreeMap<>();
        for (int i = 0; i < column.rows(); i++) {
            if (!column.isMissing(i)) {
                rows.merge(column.text(i), 1, Integer::sum);
            }
        }
        List<String> levels = rows.entrySet().stream()
                .filter(level -> level.getValue() >= MIN_LEVEL_ROWS)
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .limit(MAX_LEVELS)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
        if (levels.isEmpty()) {
            throw new UserError(
                    "%s: column '%s' is text, but none of its %d different values stands in %d rows or more;"
                                    .formatted(request.file(), column.name(), rows.size(), MIN_LEVEL_ROWS)
                            + " it cannot be a feature");
        }
        return new Category(column.name(), levels);
    }
}
