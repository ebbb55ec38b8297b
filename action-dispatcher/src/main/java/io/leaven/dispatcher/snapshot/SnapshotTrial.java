package io.leaven.dispatcher.snapshot;

import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.schemas.SnapshotOrder;
import java.time.InstantSource;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The trial of whichever snapshot is live, against the last good one: begins anew whenever one of the two is another. Its end is
 * an order, to confirm the live one or to roll it back; only when that order comes back over its topic does anything change, here as in every
 * other dispatcher. Safe for use by several threads.
 */
public final class SnapshotTrial {

    private static final Logger LOG = LoggerFactory.getLogger(SnapshotTrial.class);

    private final BandLimits limits;
    private final int actions;
    private final String by;
    private final InstantSource clock;
    private final Consumer<SnapshotOrder> orders;
    private String live = "";
    private String reference = "";
    private ControlBands bands;

    /**
     * @param actions of the catalogue
     * @param by who orders, such as {@code dispatcher one}
     * @param orders takes an order to its topic
     */
    public SnapshotTrial(
            BandLimits limits, int actions, String by, InstantSource clock, Consumer<SnapshotOrder> orders) {
        this.limits = limits;
        this.actions = actions;
        this.by = by;
        this.clock = clock;
        this.orders = orders;
        this.bands = new ControlBands(limits, actions);
    }

    /**
     * What both snapshots make of a request.
     *
     * @param from the live one, which decides
     * @param against the last good one
     */
    public synchronized void compare(
            String customerId, Snapshot from, Snapshot against, Judgement judgement, Judgement other) {
        if (!from.id().equals(live) || !against.id().equals(reference)) {
            live = from.id();
            reference = against.id();
            bands = new ControlBands(limits, actions);
        }
        if (bands.outcome() != ControlBands.Outcome.RUNNING) {
            return;
        }
        switch (bands.add(
                customerId, judgement.probabilities(), judgement.highest(), other.probabilities(), other.highest())) {
            case LEFT -> {
                LOG.error("snapshot {} has left its control bands, going back to {}: {}", live, reference, reason());
                orders.accept(SnapshotOrders.rollBack(
                        from.agent(), from.version(), against.version(), reason(), by, clock.instant()));
            }
            case WITHIN -> {
                LOG.info("snapshot {} stays live: {}", live, reason());
                orders.accept(SnapshotOrders.confirm(from.agent(), from.version(), reason(), by, clock.instant()));
            }
            case RUNNING -> {}
        }
    }

    /** An order did not reach its topic: the trial of that snapshot begins anew, so that it is given again. */
    public synchronized void lost(SnapshotOrder order) {
        if (live.equals(order.getAgent() + "/" + order.getVersion())) {
            bands = new ControlBands(limits, actions);
        }
    }

    private String reason() {
        return "compared with " + reference + ", " + bands.reason();
    }

    /** Customers compared in the trial that is under way or was the last. */
    public synchronized int customers() {
        return bands.size();
    }

    /** See {@link ControlBands#largestShareChange}. */
    public synchronized double largestShareChange() {
        return bands.largestShareChange();
    }

    /** See {@link ControlBands#valueRatio}. */
    public synchronized double valueRatio() {
        return bands.valueRatio();
    }

    /**
     * What a snapshot makes of a request.
     *
     * @param probabilities of each action
     * @param highest Q-value; NaN if they are not finite
     */
    public record Judgement(double[] probabilities, double highest) {}
}
