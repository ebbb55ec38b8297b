package io.leaven.evaluation.fleet;

import io.leaven.app.Connection;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.StopSignal;
import io.leaven.app.UserError;
import io.leaven.evaluation.fleet.audit.Ledger;
import io.leaven.evaluation.fleet.audit.Verifier;
import io.leaven.evaluation.fleet.audit.Verifier.Verdict;
import io.leaven.evaluation.fleet.load.EventDriver;
import io.leaven.evaluation.fleet.load.InboxServer;
import io.leaven.evaluation.fleet.load.Mischief;
import io.leaven.evaluation.fleet.process.AppProbe;
import io.leaven.evaluation.fleet.process.Fleet;
import io.leaven.evaluation.fleet.watch.Auditor;
import io.leaven.evaluation.fleet.watch.ClusterWatch;
import io.leaven.evaluation.fleet.watch.LagProbe;
import io.leaven.schemas.topic.TopicAdmin;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;

/** A fleet at work: its apps run, customers live at a steady rate, and every step is entered into a ledger. */
public final class LiveFleet {

    /** How long lag may take to be zero, and what is due to come. */
    public static final Duration RECOVERY = Duration.ofSeconds(120);

    private static final Duration START = Duration.ofSeconds(120);
    /** Lag must stay zero so long to count as zero. */
    private static final Duration STAYS = Duration.ofSeconds(4);

    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(5);
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(250);

    private final Fleet fleet;
    private final Load load;
    private final Narrator narrator;
    private final StopSignal stop;
    private final Ledger ledger;
    private final EventDriver driver;
    private final Mischief mischief;
    private final Auditor auditor;
    private final ClusterWatch cluster;
    private final AppProbe probe;
    private final LagProbe lag;

    /** What is done with a fleet at work. */
    public interface Work<T> {
        T with(LiveFleet live) throws InterruptedException;
    }

    /** What may take a while. */
    public interface Condition {
        boolean holds() throws InterruptedException;
    }

    /** Tells how it goes, each line with the events so far. */
    private record Narrator(String name, PrintWriter log, Ledger ledger) {

        void say(String text) {
            log.printf(
                    Locale.ROOT, "%s: %,11d events  %s%n", name, ledger.counts().events(), text);
            log.flush();
        }
    }

    private LiveFleet(
            Fleet fleet,
            Load load,
            Narrator narrator,
            StopSignal stop,
            EventDriver driver,
            Mischief mischief,
            Auditor auditor,
            ClusterWatch cluster,
            Admin admin) {
        this.fleet = fleet;
        this.load = load;
        this.narrator = narrator;
        this.stop = stop;
        this.ledger = narrator.ledger();
        this.driver = driver;
        this.mischief = mischief;
        this.auditor = auditor;
        this.cluster = cluster;
        this.probe = new AppProbe(fleet);
        this.lag = new LagProbe(admin, cluster.groups(), probe::trainerLag, load.rate() * 3L);
    }

    /**
     * Starts everything, does the work once all is at work, and ends the load. The apps run on if the work has not ended them.
     *
     * @param fleet not started; it stays the caller's to close
     * @param name of who runs it, in what is said
     * @throws UserError if the fleet does not start, the watching itself fails, or it was told to stop
     */
    public static <T> T during(Fleet fleet, Load load, String name, StopSignal stop, PrintWriter log, Work<T> work)
            throws IOException, InterruptedException {
        Ledger ledger = new Ledger();
        Narrator narrator = new Narrator(name, log, ledger);
        narrator.say("three brokers, a registry and six apps start in processes of their own");
        fleet.startPlatform();
        try (Connection connection =
                        new Connection(new ConnectionSettings(SettingsSource.of(settings(fleet)))).check();
                Admin admin = connection.admin();
                InboxServer inbox = new InboxServer(ledger);
                EventDriver driver =
                        new EventDriver(connection, ledger, load.rate(), load.steps(), load.seed(), Clock.systemUTC());
                Mischief mischief = new Mischief(connection, ledger, driver, load.seed());
                Auditor auditor = new Auditor(connection, ledger, driver::decided)) {
            ClusterWatch cluster = new ClusterWatch(admin, connection);
            await(stop, "a cluster of all brokers", () -> cluster.hasBrokers(fleet.copies()));
            new TopicAdmin(admin, connection.topicPrefix())
                    .create(new TopicAdmin.Layout(load.partitions(), fleet.copies()));
            fleet.startApps(inbox.url());
            auditor.start();
            LiveFleet live = new LiveFleet(fleet, load, narrator, stop, driver, mischief, auditor, cluster, admin);
            await(stop, "the apps", () -> live.probe.notReady().isEmpty());
            driver.start();
            live.untilLagIsZero(System.nanoTime());
            live.say("all is at work");
            return work.with(live);
        }
    }

    private static Map<String, String> settings(Fleet fleet) {
        Map<String, String> settings = new HashMap<>(fleet.connectionSettings());
        settings.put(ConnectionSettings.CONNECT_TIMEOUT_MS, String.valueOf(START.toMillis()));
        return settings;
    }

    public Fleet fleet() {
        return fleet;
    }

    public Ledger ledger() {
        return ledger;
    }

    public EventDriver driver() {
        return driver;
    }

    public Mischief mischief() {
        return mischief;
    }

    public ClusterWatch cluster() {
        return cluster;
    }

    public AppProbe probe() {
        return probe;
    }

    /**
     * Waits until lag is zero and stays so.
     *
     * @param from nanoseconds of {@link System#nanoTime}
     * @return seconds from then until it was zero; NaN if it was not within {@link #RECOVERY}
     */
    public double untilLagIsZero(long from) throws InterruptedException {
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

    /** Waits until that many events have come. */
    public void untilEvents(long events) throws InterruptedException {
        while (ledger.counts().events() < events) {
            pause(BETWEEN_LOOKS);
        }
    }

    /** Lets time pass while all is at work. */
    public void pause(Duration time) {
        driver.failure().or(auditor::failure).ifPresent(failure -> {
            throw new UserError("the suite itself failed: " + failure, failure);
        });
        if (stop.await(time)) {
            throw new UserError("stopped");
        }
    }

    /** Waits for the condition for {@link #RECOVERY} at most; whether it came to hold. */
    public boolean await(Condition condition) throws InterruptedException {
        return holds(stop, RECOVERY, condition);
    }

    /** Lets the events of the load come to their number, what is due come, and the apps end; then judges. */
    public Verdict finish() throws InterruptedException {
        untilEvents(load.events());
        driver.stop();
        Ledger.Mark[] all = new Ledger.Mark[1];
        await(() -> {
            all[0] = ledger.mark();
            return driver.unacknowledged() == 0 && ledger.missing(all[0]) == 0;
        });
        if (driver.unacknowledged() > 0) {
            ledger.wrong("events", driver.unacknowledged() + " were never acknowledged");
        }
        say("the apps end in order");
        fleet.stopApps();
        Thread.sleep(STAYS.toMillis());
        return Verifier.judge(ledger);
    }

    public void say(String text) {
        narrator.say(text);
    }

    private static void await(StopSignal stop, String what, Condition condition) throws InterruptedException {
        if (!holds(stop, START, condition)) {
            throw new UserError(what + " did not come within " + START.toSeconds() + " s");
        }
    }

    private static boolean holds(StopSignal stop, Duration atMost, Condition condition) throws InterruptedException {
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
}
