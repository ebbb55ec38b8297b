package io.leaven.enricher.reward;

import io.leaven.schemas.RewardLedger;

/**
 * What a step's reward gains when its message was opened or clicked, and how late that may be. A click counts as an opening,
 * too: who clicked has seen the message, whether or not the opening was noticed.
 *
 * <p>Pure, and safe for use by several threads.
 *
 * @param opened dollars for a message that was opened or clicked
 * @param clicked dollars on top for one that was clicked
 * @param graceMs milliseconds after the step closed, by its event time, in which both still count
 */
public record EngagementReward(double opened, double clicked, long graceMs) {

    /** Openings and clicks bring nothing: no receipt has to be waited for. */
    public static final EngagementReward OFF = new EngagementReward(0, 0, 0);

    public EngagementReward {
        if (!Double.isFinite(opened) || !Double.isFinite(clicked)) {
            throw new IllegalArgumentException("rewards of openings and clicks must be finite numbers");
        }
        if (graceMs < 0) {
            throw new IllegalArgumentException("grace " + graceMs + " ms must be 0 or more");
        }
    }

    public boolean isOff() {
        return opened == 0 && clicked == 0;
    }

    /**
     * Whether what happened then counts for a step.
     *
     * @param at UTC milliseconds
     * @param closedAt when the step closed, UTC milliseconds
     */
    public boolean isInTime(long at, long closedAt) {
        return at <= closedAt + graceMs;
    }

    /** A copy of the ledger with the two terms. */
    public RewardLedger credit(RewardLedger ledger, boolean wasOpened, boolean wasClicked) {
        double forOpening = wasOpened ? opened : 0;
        double forClick = wasClicked ? clicked : 0;
        return RewardLedger.newBuilder(ledger)
                .setOpened(forOpening)
                .setClicked(forClick)
                .setTotal(ledger.getTotal() + forOpening + forClick)
                .build();
    }
}
