package io.leaven.evaluation.chaos;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.evaluation.chaos.audit.Counts;
import io.leaven.evaluation.chaos.audit.Ledger;
import io.leaven.evaluation.chaos.audit.Verifier;
import io.leaven.evaluation.chaos.fault.Fault;
import io.leaven.evaluation.chaos.fault.Stage;
import io.leaven.evaluation.chaos.load.EventDriver;
import io.leaven.evaluation.chaos.load.InboxServer;
import io.leaven.evaluation.chaos.load.Mischief;
import io.leaven.evaluation.chaos.process.AppProbe;
import io.leaven.evaluation.chaos.process.Fleet;
import io.leaven.evaluation.chaos.watch.Auditor;
import io.leaven.evaluation.chaos.watch.ClusterWatch;
import io.leaven.evaluation.chaos.watch.LagProbe;
import io.leaven.schemas.topic.TopicAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/**
 * One run of the suite: starts the fleet, lets events flow, injects one fault after the other, each when the one before it has been
 * recovered from, and judges at the end.
 */
final class ChaosRun {

    private static final Duration START = Duration.ofSeconds(120);
    /** How long after a fault lag may take to be zero, and what is due to come. */
    private static final Duration RECOVERY = Duration.ofSeconds(120);
    /** Lag must stay zero so long to count as zero. */
    private static final Duration STAYS = Duration.ofSeconds(4);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final ChaosPlan plan;
    private final StopSignal stop;
    private final PrintWriter log;
    private final Ledger ledger = new Ledger();

    ChaosRun(ChaosPlan plan, StopSignal stop, PrintWriter log) {
        this.plan = plan;
        this.stop = stop;
        this.log = log;
    }

    /**
     * @param fleet not started; it stays the caller's to close
     * @throws UserError if the fleet does not start, the suite itself fails, or it was told to stop
     */
    ChaosResult run(Fleet fleet) throws IOException, InterruptedException {
        long began = System.nanoTime();
        say("three brokers, a registry and six apps start in processes of their own");
        fleet.startPlatform();
        try (Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(settings(fleet)))).check();
                Admin admin = connection.admin();
                InboxServer inbox = new InboxServer(ledger);
                EventDriver driver =
                        new EventDriver(connection, ledger, plan.rate(), plan.steps(), plan.seed(), Clock.systemUTC());
                Mischief mischief = new Mischief(connection, ledger, driver, plan.seed());
                Auditor auditor = new Auditor(connection, ledger, driver::decided)) {
            ClusterWatch cluster = new ClusterWatch(admin, connection);
            TopicAdmin topics = new TopicAdmin(admin, connection.topicPrefix());
            await("a cluster of all brokers", START, () -> cluster.hasBrokers(fleet.copies()));
            topics.create(new TopicAdmin.Layout(plan.partitions(), fleet.copies()));
            fleet.startApps(inbox.url());
            auditor.start();
            AppProbe probe = new AppProbe(fleet);
            await("the apps", START, () -> probe.notReady().isEmpty());
            driver.start();
            Stage stage = new Stage(fleet, probe, driver, mischief);
            LagProbe lag = new LagProbe(admin, cluster.groups(), probe::trainerLag, plan.rate() * 3L);
            Rounds rounds = new Rounds(stage, lag, cluster, auditor);
            rounds.recover(System.nanoTime());
            say("all is at work");
            say(ChaosResult.header());
            List<ChaosRow> rows = new ArrayList<>();
            for (Fault fault : plan.faults()) {
                ChaosRow row = rounds.round(fault);
                rows.add(row);
                say(ChaosResult.line(row));
            }
            await("events", Duration.ofDays(1), () -> {
                rounds.check();
                return ledger.counts().events() >= plan.events();
            });
            driver.stop();
            Ledger.Mark[] all = new Ledger.Mark[1];
            awaitOrNot(RECOVERY, () -> {
                all[0] = ledger.mark();
                return driver.unacknowledged() == 0 && ledger.missing(all[0]) == 0;
            });
            if (driver.unacknowledged() > 0) {
                ledger.wrong("events", driver.unacknowledged() + " were never acknowledged");
            }
            say("the apps end in order");
            fleet.stopApps();
            Thread.sleep(STAYS.toMillis());
            return new ChaosResult(plan, rows, Verifier.judge(ledger), (System.nanoTime() - began) / 1e9);
        }
    }

    private static Map<String, String> settings(Fleet fleet) {
        Map<String, String> settings = new java.util.HashMap<>(fleet.connectionSettings());
        settings.put(ConnectionSettings.CONNECT_TIMEOUT_MS, String.valueOf(START.toMillis()));
        return settings;
    }

    /** The faults, one after the other. */
    private final class Rounds {

        private final Stage stage;
        private final LagProbe lag;
        private final ClusterWatch cluster;
        private final Auditor auditor;

        private Rounds(Stage stage, LagProbe lag, ClusterWatch cluster, Auditor auditor) {
            this.stage = stage;
            this.lag = lag;
            this.cluster = cluster;
            this.auditor = auditor;
        }

        private ChaosRow round(Fault fault) throws InterruptedException {
            Optional<String> impossible = fault.impossible(stage);
            if (impossible.isPresent()) {
                return ChaosRow.skipped(fault.label(), impossible.get());
            }
            Counts before = ledger.counts();
            long from = System.nanoTime();
            fault.inject(stage);
            if (!fault.hold().isZero()) {
                pause(fault.hold());
                fault.heal(stage);
                from = System.nanoTime();
            }
            double seconds = recover(from);
            Ledger.Mark due = ledger.mark();
            awaitOrNot(RECOVERY, () -> ledger.missing(due) == 0);
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

        /** Seconds until lag was zero and stayed so; NaN if it was not in time. */
        private double recover(long from) throws InterruptedException {
            lag.reset();
            long deadline = System.nanoTime() + RECOVERY.toNanos();
            long told = System.nanoTime();
            long zeroSince = -1;
            String last = "";
            while (System.nanoTime() < deadline) {
                Optional<String> lagging = lag.lagging();
                long now = System.nanoTime();
                if (lagging.isPresent()) {
                    zeroSince = -1;
                    last = lagging.get();
                } else if (zeroSince < 0) {
                    zeroSince = now;
                } else if (now - zeroSince > STAYS.toNanos()) {
                    return Math.max(0, (zeroSince - from) / 1e9);
                }
                if (now - told > BETWEEN_WORDS.toNanos()) {
                    say("  waits: " + lagging.orElse("lag is zero"));
                    told = now;
                }
                pause(BETWEEN_LOOKS);
            }
            say("lag is not zero: " + last);
            return Double.NaN;
        }

        /** Waits until nothing is missing that the next fault could need: every app at work, every copy in sync. */
        private void settle() throws InterruptedException {
            boolean settled =
                    awaitOrNot(RECOVERY, () -> stage.probe().notReady().isEmpty() && cluster.isInSync());
            if (!settled) {
                say("not at work: " + stage.probe().notReady() + (cluster.isInSync() ? "" : ", copies out of sync"));
            }
        }

        private void pause(Duration time) {
            check();
            if (stop.await(time)) {
                throw new UserError("stopped");
            }
        }

        private void check() {
            stage.driver().failure().or(auditor::failure).ifPresent(failure -> {
                throw new UserError("the suite itself failed: " + failure, failure);
            });
        }
    }

    /** What may take a while. */
    private interface Condition {
        boolean holds() throws InterruptedException;
    }

    private void await(String what, Duration atMost, Condition condition) throws InterruptedException {
        if (!awaitOrNot(atMost, condition)) {
            throw new UserError(what + " did not come within " + atMost.toSeconds() + " s");
        }
    }

    private boolean awaitOrNot(Duration atMost, Condition condition) throws InterruptedException {
        long deadline = System.nanoTime() + atMost.toNanos();
        while (!condition.holds()) {
            if (System.nanoTime() > deadline) {
                return false;
            }
            if (stop.await(BETWEEN_LOOKS)) {
                throw new UserError("stopped");
            }
        }
        return true;
    }

    private void say(String text) {
        Counts counts = ledger.counts();
        log.printf(Locale.ROOT, "chaos: %,11d events  %s%n", counts.events(), text);
        log.flush();
    }
}
