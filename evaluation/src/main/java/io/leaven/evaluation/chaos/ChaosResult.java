package io.leaven.evaluation.chaos;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.audit.Counts;
import io.leaven.evaluation.fleet.audit.Verifier.Verdict;
import java.util.List;
import java.util.Locale;

/** What came of a run. */
record ChaosResult(Load load, List<ChaosRow> rows, Verdict verdict, double seconds) {

    private static final String ROW = "%-42s %9s %9s %6s %6s %9s";

    /** Every promise kept, after every fault and over all. */
    boolean good() {
        return verdict.good() && rows.stream().allMatch(row -> row.recovered() && row.lost() == 0);
    }

    static String header() {
        return String.format(ROW, "fault", "events", "trans.", "lost", "dupl.", "recovery");
    }

    static String line(ChaosRow row) {
        return row.skipped().isPresent()
                ? String.format("%-42s skipped: %s", row.fault(), row.skipped().get())
                : String.format(
                        Locale.ROOT,
                        ROW,
                        row.fault(),
                        String.format(Locale.ROOT, "%,d", row.eventsIn()),
                        String.format(Locale.ROOT, "%,d", row.transitionsOut()),
                        row.lost(),
                        row.duplicated(),
                        row.recovered() ? String.format(Locale.ROOT, "%.1f s", row.recoverySeconds()) : "never");
    }

    String toText() {
        StringBuilder text = new StringBuilder(header()).append('\n');
        rows.forEach(row -> text.append(line(row)).append('\n'));
        Counts counts = verdict.counts();
        text.append(String.format(
                Locale.ROOT,
                """

                %,d events, %,d transitions, %,d requests, %,d decisions, %,d actions, %,d sends (%,d repeated under the same
                key), %,d dead letters, snapshots up to version %d, in %.0f s at %,d events/s (seed %d)
                %,d lost, %,d duplicated, %,d wrong
                """,
                counts.events(),
                counts.transitions(),
                counts.requests(),
                counts.decisions(),
                counts.actions(),
                counts.sends(),
                counts.repeatedSends(),
                counts.deadLetters(),
                counts.newestSnapshot(),
                seconds,
                load.rate(),
                load.seed(),
                verdict.lost(),
                counts.duplicated(),
                counts.wrong()));
        rows.stream()
                .filter(row -> !row.recovered())
                .forEach(row -> text.append("not recovered from in time: ")
                        .append(row.fault())
                        .append('\n'));
        verdict.findings().forEach(finding -> text.append("  ").append(finding).append('\n'));
        return text.toString();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("good", good())
                .put("seconds", seconds)
                .put("rate", load.rate())
                .put("seed", load.seed())
                .put("lost", verdict.lost());
        Counts counts = verdict.counts();
        json.putObject("counts")
                .put("events", counts.events())
                .put("requests", counts.requests())
                .put("decisions", counts.decisions())
                .put("transitions", counts.transitions())
                .put("actions", counts.actions())
                .put("sends", counts.sends())
                .put("repeatedSends", counts.repeatedSends())
                .put("deadLetters", counts.deadLetters())
                .put("newestSnapshot", counts.newestSnapshot())
                .put("duplicated", counts.duplicated())
                .put("wrong", counts.wrong());
        ArrayNode all = json.putArray("faults");
        for (ChaosRow row : rows) {
            ObjectNode one = all.addObject()
                    .put("fault", row.fault())
                    .put("eventsIn", row.eventsIn())
                    .put("transitionsOut", row.transitionsOut())
                    .put("lost", row.lost())
                    .put("duplicated", row.duplicated());
            if (!Double.isNaN(row.recoverySeconds())) {
                one.put("recoverySeconds", row.recoverySeconds());
            }
            row.skipped().ifPresent(why -> one.put("skipped", why));
        }
        ArrayNode findings = json.putArray("findings");
        verdict.findings().forEach(finding -> findings.add(finding.toString()));
        return json.toPrettyString();
    }
}
