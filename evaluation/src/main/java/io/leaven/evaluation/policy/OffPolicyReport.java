package io.leaven.evaluation.policy;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** The rows of {@link OffPolicyStudy} as a table, as JSON, and as the files off-policy.csv and off-policy.json. */
public final class OffPolicyReport {

    private static final String NAME = "off-policy";

    private final long seed;
    private final List<OffPolicyRow> rows;

    /** @param seed of the first log */
    public OffPolicyReport(long seed, List<OffPolicyRow> rows) {
        this.seed = seed;
        this.rows = List.copyOf(rows);
    }

    public String table() {
        StringBuilder table = new StringBuilder(String.format(
                "%-10s %-17s %-9s %9s %11s %9s %9s %9s",
                "world", "policy", "estimator", "truth", "held of", "width", "bias", "error"));
        for (OffPolicyRow row : rows) {
            table.append(String.format(
                    Locale.ROOT,
                    "%n%-10s %-17s %-9s %9.1f %4d of %3d %9.1f %9.1f %9.1f",
                    row.world(),
                    row.policy(),
                    row.estimator(),
                    row.truth(),
                    row.held(),
                    row.runs(),
                    row.width(),
                    row.bias(),
                    row.error()));
        }
        return table.toString();
    }

    public String json() {
        ObjectNode json =
                JsonNodeFactory.instance.objectNode().put("experiment", NAME).put("seed", seed);
        ArrayNode all = json.putArray("rows");
        for (OffPolicyRow row : rows) {
            all.addObject()
                    .put("world", row.world())
                    .put("policy", row.policy())
                    .put("estimator", row.estimator())
                    .put("runs", row.runs())
                    .put("truth", row.truth())
                    .put("held", row.held())
                    .put("width", row.width())
                    .put("bias", row.bias())
                    .put("error", row.error());
        }
        return json.toPrettyString();
    }

    private String csv() {
        StringBuilder csv = new StringBuilder("world,policy,estimator,runs,truth,held,width,bias,error\n");
        for (OffPolicyRow row : rows) {
            csv.append(String.join(
                            ",",
                            row.world(),
                            row.policy(),
                            row.estimator(),
                            Integer.toString(row.runs()),
                            Double.toString(row.truth()),
                            Integer.toString(row.held()),
                            Double.toString(row.width()),
                            Double.toString(row.bias()),
                            Double.toString(row.error())))
                    .append('\n');
        }
        return csv.toString();
    }

    /** Writes the files into a folder, which is made if need be. */
    public void write(Path folder) throws IOException {
        Files.createDirectories(folder);
        Files.writeString(folder.resolve(NAME + ".csv"), csv());
        Files.writeString(folder.resolve(NAME + ".json"), json());
    }
}
