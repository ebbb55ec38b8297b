package io.leaven.evaluation.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.report.Charts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVPrinter;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.internal.chartpart.IChart;

/**
 * A study's rows as a table, as JSON, and as files: NAME.csv, NAME.json, NAME.png, and NAME-SECTION.csv for each further table.
 * Immutable.
 */
public final class StudyReport {

    private static final CSVFormat CSV =
            CSVFormat.DEFAULT.builder().setRecordSeparator('\n').get();

    /** Characters of a line of text. */
    private static final int LINE = 130;

    private static final List<String> COLUMNS = List.of(
            "policy",
            "seeds",
            "score",
            "scoreCi",
            "objective",
            "goldEnd",
            "revenue",
            "messages",
            "messagesPerGoldStep",
            "drops",
            "deepestShare");

    private final String name;
    private final long seed;
    private final List<PolicyRow> rows;
    private final List<Section> sections;
    private final List<String> findings;
    private final IChart chart;

    /** @param seed the first of the study's */
    public StudyReport(String name, long seed, List<PolicyRow> rows) {
        this(name, seed, rows, List.of(), List.of(), null);
    }

    private StudyReport(
            String name, long seed, List<PolicyRow> rows, List<Section> sections, List<String> findings, IChart chart) {
        this.name = name;
        this.seed = seed;
        this.rows = List.copyOf(rows);
        this.sections = List.copyOf(sections);
        this.findings = List.copyOf(findings);
        this.chart = chart;
    }

    /** With a further table. */
    public StudyReport with(Section section) {
        List<Section> all = new ArrayList<>(sections);
        all.add(section);
        return new StudyReport(name, seed, rows, all, findings, chart);
    }

    /** With what the study shows, a sentence each. */
    public StudyReport saying(List<String> sentences) {
        List<String> all = new ArrayList<>(findings);
        all.addAll(sentences);
        return new StudyReport(name, seed, rows, sections, all, chart);
    }

    /** With another picture than the bars of all scores. */
    public StudyReport drawnAs(IChart other) {
        return new StudyReport(name, seed, rows, sections, findings, other);
    }

    public String table() {
        int width = rows.stream().mapToInt(row -> row.name().length()).max().orElse(0);
        StringBuilder table = new StringBuilder(String.format(
                "%-" + width + "s %8s %9s %9s %7s %9s %9s %13s %7s %8s",
                "policy",
                "score",
                "+-95%",
                "J",
                "gold",
                "revenue",
                "messages",
                "msgs/goldstep",
                "drops",
                "deepest"));
        for (PolicyRow row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%-" + width + "s %8.3f %9s %9.1f %6.1f%% %9.2f %9.1f %13.2f %7.2f %7.0f%%",
                    row.name(),
                    row.score(),
                    Double.isNaN(row.scoreCi()) ? "-" : String.format(Locale.ROOT, "%.3f", row.scoreCi()),
                    row.objective(),
                    100 * row.goldEnd(),
                    row.revenue(),
                    row.messages(),
                    row.messagesPerGoldStep(),
                    row.drops(),
                    100 * row.deepestShare()));
        }
        for (Section section : sections) {
            table.append(String.format("%n%n%s:%n%s", section.key(), section.table()));
        }
        if (!findings.isEmpty()) {
            table.append(String.format("%n"));
            findings.forEach(finding -> table.append(String.format("%n%s", wrapped(finding))));
        }
        return table.toString();
    }

    public String json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("experiment", name).put("seed", seed);
        ArrayNode all = json.putArray("policies");
        for (PolicyRow row : rows) {
            ObjectNode one = all.addObject()
                    .put("name", row.name())
                    .put("seeds", row.seeds())
                    .put("score", row.score());
            if (!Double.isNaN(row.scoreCi())) {
                one.put("scoreCi", row.scoreCi());
            }
            one.put("objective", row.objective())
                    .put("goldEnd", row.goldEnd())
                    .put("revenue", row.revenue())
                    .put("messages", row.messages())
                    .put("messagesPerGoldStep", row.messagesPerGoldStep())
                    .put("drops", row.drops())
                    .put("deepestShare", row.deepestShare());
        }
        sections.forEach(section -> json.set(section.key(), section.json()));
        if (!findings.isEmpty()) {
            findings.forEach(json.putArray("findings")::add);
        }
        return json.toPrettyString();
    }

    private static String wrapped(String sentence) {
        return sentence.replaceAll("(.{1," + LINE + "})(?: |$)", "$1" + System.lineSeparator())
                .stripTrailing();
    }

    private CategoryChart bars() {
        CategoryChart bars = Charts.categories(name + ": score, 0 no message, 1 oracle", "", "score", 600);
        bars.getStyler().setLegendVisible(false);
        bars.getStyler().setXAxisLabelRotation(60);
        bars.addSeries(
                "score, 95% interval over seeds",
                rows.stream().map(PolicyRow::name).toList(),
                rows.stream().map(PolicyRow::score).toList(),
                rows.stream()
                        .map(row -> Double.isNaN(row.scoreCi()) ? 0 : row.scoreCi())
                        .toList());
        return bars;
    }

    /** Writes the files into a folder, which is made if need be. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(folder.resolve(name + ".csv")), CSV)) {
            csv.printRecord(COLUMNS);
            for (PolicyRow row : rows) {
                csv.printRecord(Arrays.asList(
                        row.name(),
                        row.seeds(),
                        row.score(),
                        Double.isNaN(row.scoreCi()) ? null : row.scoreCi(),
                        row.objective(),
                        row.goldEnd(),
                        row.revenue(),
                        row.messages(),
                        row.messagesPerGoldStep(),
                        row.drops(),
                        row.deepestShare()));
            }
        }
        for (Section section : sections) {
            Path file = folder.resolve(name + "-" + section.key() + ".csv");
            try (CSVPrinter csv = new CSVPrinter(Files.newBufferedWriter(file), CSV)) {
                csv.printRecord(section.columns());
                csv.printRecords(section.rows().stream().map(row -> row.values().toArray()));
            }
        }
        Files.writeString(folder.resolve(name + ".json"), json());
        Files.write(folder.resolve(name + ".png"), Charts.png(chart == null ? bars() : chart));
    }
}
