package io.leaven.evaluation.soak;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.audit.Verifier.Verdict;
import java.util.List;
import java.util.Locale;

/**
 * What came of a soak.
 *
 * @param seconds from when all was at work until the load ended
 * @param keptUp whether lag was zero at the end
 * @param restarts apps that ended and were started again, which none should
 */
record SoakResult(
        Load load,
        double seconds,
        List<Sample> samples,
        List<Growth> growth,
        boolean keptUp,
        int restarts,
        Verdict verdict) {

    /** Everything flat, nothing lost, nobody died, and the apps kept up. */
    boolean good() {
        return growth.stream().allMatch(Growth::flat) && keptUp && restarts == 0 && verdict.good();
    }

    String toText() {
        StringBuilder text = new StringBuilder(String.format("%-14s", "app"));
        for (Measure measure : Measure.values()) {
            text.append(String.format(" %22s", measure.label()));
        }
        for (int i = 0; i < growth.size(); i++) {
            Growth one = growth.get(i);
            if (i % Measure.values().length == 0) {
                text.append(String.format("%n%-14s", one.app()));
            }
            text.append(String.format(
                    Locale.ROOT,
                    " %22s",
                    String.format(
                            Locale.ROOT, "%.1f to %.1f%s", one.settled(), one.end(), one.flat() ? "" : " GROWS")));
        }
        text.append(String.format(
                Locale.ROOT,
                """


                From the second fifth of the run to its last. Flat is at most %.0f MiB of heap, %.0f MiB outside, %.0f handles, %.0f threads more.
                %,d events in %.0f s, %,.0f a second; %,d transitions, %,d messages sent, snapshots up to version %d
                %,d lost, %,d duplicated, %,d wrong; %d restarts; lag at the end %s
                """,
                Measure.HEAP.allowed(),
                Measure.OUTSIDE.allowed(),
                Measure.HANDLES.allowed(),
                Measure.THREADS.allowed(),
                verdict.counts().events(),
                seconds,
                verdict.counts().events() / seconds,
                verdict.counts().transitions(),
                verdict.counts().sends(),
                verdict.counts().newestSnapshot(),
                verdict.lost(),
                verdict.counts().duplicated(),
                verdict.counts().wrong(),
                restarts,
                keptUp ? "zero" : "NOT ZERO"));
        verdict.findings().forEach(finding -> text.append("  ").append(finding).append('\n'));
        return text.toString();
    }

    String toJson() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("good", good())
                .put("seconds", seconds)
                .put("events", verdict.counts().events())
                .put("rate", load.rate())
                .put("seed", load.seed())
                .put("lost", verdict.lost())
                .put("duplicated", verdict.counts().duplicated())
                .put("wrong", verdict.counts().wrong())
                .put("keptUp", keptUp)
                .put("restarts", restarts);
        ArrayNode measures = json.putArray("growth");
        growth.forEach(one -> measures.addObject()
                .put("app", one.app())
                .put("measure", one.measure().name().toLowerCase(Locale.ROOT))
                .put("settled", one.settled())
                .put("end", one.end())
                .put("allowed", one.measure().allowed())
                .put("flat", one.flat()));
        ArrayNode looks = json.putArray("samples");
        samples.forEach(sample -> looks.addObject()
                .put("app", sample.app())
                .put("events", sample.events())
                .put("heapMegabytes", sample.heapMegabytes())
                .put("outsideMegabytes", sample.outsideMegabytes())
                .put("handles", sample.handles())
                .put("threads", sample.threads()));
        ArrayNode findings = json.putArray("findings");
        verdict.findings().forEach(finding -> findings.add(finding.toString()));
        return json.toPrettyString();
    }
}
