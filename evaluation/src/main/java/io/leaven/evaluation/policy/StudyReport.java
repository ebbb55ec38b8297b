package io.leaven.evaluation.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.causal.report.Charts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.knowm.xchart.CategoryChartBuilder;
import org.knowm.xchart.style.Styler.LegendPosition;

/** A study's rows as a table, as JSON, and as files: NAME.csv, NAME.json, NAME.png. */
public final class StudyReport {

    private final String name;
    private final List<PolicyRow> rows;

    public StudyReport(String name, List<PolicyRow> rows) {
        this.name = name;
        this.rows = List.copyOf(rows);
    }

    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                "%-22s %8s %9s %9s %7s %9s %9s %13s %7s %8s",
                "policy", "score", "+-95%", "J", "gold", "revenue", "messages", "msgs/goldstep", "drops", "deepest"));
        for (PolicyRow row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%-22s %8.3f %9s %9.1f %6.1f%% %9.2f %9.1f %13.2f %7.2f %7.0f%%",
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
        return table.toString();
    }

    public String json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode().put("experiment", name);
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
        return json.toPrettyString();
    }

    private String csv() {
        StringBuilder csv = new StringBuilder(
                "policy,seeds,score,scoreCi,objective,goldEnd,revenue,messages,messagesPerGoldStep,drops,deepestShare\n");
        for (PolicyRow row : rows) {
            csv.append(String.join(
                            ",",
                            row.name(),
                            Integer.toString(row.seeds()),
                            Double.toString(row.score()),
                            Double.isNaN(row.scoreCi()) ? "" : Double.toString(row.scoreCi()),
                            Double.toString(row.objective()),
                            Double.toString(row.goldEnd()),
                            Double.toString(row.revenue()),
                            Double.toString(row.messages()),
                            Double.toString(row.messagesPerGoldStep()),
                            Double.toString(row.drops()),
                            Double.toString(row.deepestShare())))
                    .append('\n');
        }
        return csv.toString();
    }

    private CategoryChart chart() {
        CategoryChart chart = new CategoryChartBuilder()
                .width(1_000)
                .height(500)
                .title(name + ": score, 0 no message, 1 oracle")
                .yAxisTitle("score")
                .build();
        chart.getStyler().setLegendPosition(LegendPosition.InsideNW);
        chart.getStyler().setXAxisLabelRotation(30);
        chart.addSeries(
                "score, 95% interval over seeds",
                rows.stream().map(PolicyRow::name).toList(),
                rows.stream().map(PolicyRow::score).toList(),
                rows.stream()
                        .map(row -> Double.isNaN(row.scoreCi()) ? 0 : row.scoreCi())
                        .toList());
        return chart;
    }

    /** Writes the three files into a folder, which is made if need be. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(name + ".csv"), csv());
        Files.writeString(folder.resolve(name + ".json"), json());
        Files.write(folder.resolve(name + ".png"), Charts.png(chart()));
    }
}
