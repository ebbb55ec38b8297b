package io.leaven.evaluation.bench;

import java.util.List;
import java.util.Locale;

/**
 * What the pipeline benchmark measured. Rates are medians over rounds; a ratio compares both sides of the same round.
 *
 * @param enricher records a second (events and decisions) through the enricher, against the pass-through
 * @param dispatcher decisions a second, against the copy loop
 * @param pipelinePerSecond events a second from customer-events to decisions with enricher and dispatcher at work together
 * @param latency from event to action at half of that load
 * @param guardrails whether the dispatcher had every guardrail on
 */
record PipelineResult(
        Versus enricher, Versus dispatcher, double pipelinePerSecond, Latency latency, boolean guardrails) {

    /** Ours against a peer, by round. */
    record Versus(List<Double> ours, List<Double> peer) {

        double oursMedian() {
            return median(ours);
        }

        double peerMedian() {
            return median(peer);
        }

        double ratio() {
            return median(java.util.stream.IntStream.range(0, ours.size())
                    .mapToObj(round -> ours.get(round) / peer.get(round))
                    .toList());
        }

        private static double median(List<Double> values) {
            List<Double> sorted = values.stream().sorted().toList();
            int middle = sorted.size() / 2;
            return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
        }
    }

    /**
     * Milliseconds from the event's time to when a reader of committed records has its action.
     *
     * @param perSecond events a second that were sent
     * @param samples actions seen
     */
    record Latency(double perSecond, long samples, double p50, double p99, double max) {}

    String toText() {
        return String.format(
                Locale.ROOT,
                """
                enricher     %,9.0f records/s   pass-through %,9.0f records/s   ratio %.2f  (needed 0.50)
                dispatcher   %,9.0f decisions/s copy loop    %,9.0f records/s   ratio %.2f  (needed %s)
                whole loop   %,9.0f events/s from customer-events to decisions
                latency event -> action at %,.0f events/s: p50 %.0f ms, p99 %.0f ms, max %.0f ms over %,d actions
                """,
                enricher.oursMedian(),
                enricher.peerMedian(),
                enricher.ratio(),
                dispatcher.oursMedian(),
                dispatcher.peerMedian(),
                dispatcher.ratio(),
                guardrails ? "0.50 with every guardrail on" : "0.60",
                pipelinePerSecond,
                latency.perSecond,
                latency.p50,
                latency.p99,
                latency.max,
                latency.samples);
    }
}
