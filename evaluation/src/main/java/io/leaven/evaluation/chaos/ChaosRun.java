package io.leaven.evaluation.chaos;

import io.leaven.evaluation.chaos.fault.Fault;
import io.leaven.evaluation.chaos.fault.Stage;
import io.leaven.evaluation.fleet.LiveFleet;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.audit.Counts;
import io.leaven.evaluation.fleet.audit.Ledger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One run of the suite: one fault after the other, each when the one before it has been recovered from, and a verdict at the end. */
final class ChaosRun {

    private final LiveFleet live;
    private final Stage stage;

    private ChaosRun(LiveFleet live) {
        this.live = live;
        this.stage = new Stage(live.fleet(), live.probe(), live.driver(), live.mischief());
    }

    /** @param warmUp how long to let all be at work before the first fault */
    static ChaosResult run(LiveFleet live, Load load, Duration warmUp, List<Fault> faults) throws InterruptedException {
        long began = System.nanoTime();
        live.pause(warmUp);
        live.say(ChaosResult.header());
        ChaosRun run = new ChaosRun(live);
        List<ChaosRow> rows = new ArrayList<>();
        for (Fault fault : faults) {
            ChaosRow row = run.round(fault);
            rows.add(row);
            live.say(ChaosResult.line(row));
        }
        return new ChaosResult(load, rows, live.finish(), (System.nanoTime() - began) / 1e9);
    }

    private ChaosRow round(Fault fault) throws InterruptedException {
        Optional<String> impossible = fault.impossible(stage);
        if (impossible.isPresent()) {
            return ChaosRow.skipped(fault.label(), impossible.get());
        }
        Ledger ledger = live.ledger();
        Counts before = ledger.counts();
        long from = System.nanoTime();
        fault.inject(stage);
        if (!fault.hold().isZero()) {
            live.pause(fault.hold());
            fault.heal(stage);
            from = System.nanoTime();
        }
        double seconds = live.untilLagIsZero(from);
        Ledger.Mark due = ledger.mark();
        live.await(() -> ledger.missing(due) == 0);
        long lost = ledger.missing(due);
        settle();
        Counts after = ledger.counts();
        return new ChaosRow(
                fault.label(),
                after.events() - before.events(),
                after.transitions() - before.transitions(),
                lost,
                after.duplicated() - before.duplicated() + after.wrong() - before.wrong(),
                seconds,
                Optional.empty());
    }

    /** Waits until nothing is missing that the next fault could need: every app at work, every copy in sync. */
    private void settle() throws InterruptedException {
        boolean settled = live.await(
                () -> live.probe().notReady().isEmpty() && live.cluster().isInSync());
        if (!settled) {
            live.say("not at work: " + live.probe().notReady()
                    + (live.cluster().isInSync() ? "" : ", copies out of sync"));
        }
    }
}
