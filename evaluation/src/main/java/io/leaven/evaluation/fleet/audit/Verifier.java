package io.leaven.evaluation.fleet.audit;

import java.util.List;

/** Judges a ledger once nothing more comes. */
public final class Verifier {

    private static final int MOST_NAMED = 20;

    private Verifier() {}

    /** What became of all. */
    public record Verdict(long lost, Counts counts, List<Finding> findings) {

        /** Whether every promise was kept. */
        public boolean good() {
            return findings.isEmpty();
        }
    }

    /** Names at most {@value #MOST_NAMED} losses of each kind. */
    public static Verdict judge(Ledger ledger) {
        return new Verdict(ledger.lost(), ledger.counts(), ledger.close(MOST_NAMED));
    }
}
