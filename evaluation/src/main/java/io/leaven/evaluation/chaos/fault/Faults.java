package io.leaven.evaluation.chaos.fault;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

/** The catalogue of faults, and which of them a run has. */
public final class Faults {

    private static final List<String> APPS =
            List.of("enricher-1", "enricher-2", "dispatcher-1", "dispatcher-2", "trainer", "delivery");
    private static final List<Integer> BROKERS = List.of(1, 2, 3);

    private Faults() {}

    /** Every fault there is. */
    public static List<Fault> all() {
        List<Fault> all = new ArrayList<>();
        APPS.forEach(app -> all.add(kill(app)));
        all.addAll(List.of(
                kill("enricher-1", "enricher-2"),
                kill("dispatcher-1", "dispatcher-2"),
                kill("enricher-1", "dispatcher-1"),
                kill("enricher-2", "dispatcher-2"),
                kill("trainer", "delivery"),
                kill("dispatcher-2", "delivery"),
                kill("enricher-2", "trainer")));
        BROKERS.forEach(broker -> all.add(new RestartBroker(broker)));
        BROKERS.forEach(broker -> all.add(new KillBroker(broker)));
        BROKERS.forEach(broker -> all.add(new PauseBroker(broker)));
        all.add(new KillBrokerAndApp(1, "enricher-1"));
        all.add(new KillBrokerAndApp(2, "dispatcher-1"));
        all.add(new KillBrokerAndApp(3, "delivery"));
        APPS.forEach(app -> all.add(new PauseApp(app)));
        all.add(new CutRegistry("enricher-1"));
        all.add(new CutRegistry("dispatcher-2"));
        all.add(new FillDisk("enricher-1"));
        all.add(new FillDisk("trainer"));
        all.add(new PoisonRecords());
        all.add(new RepeatEvents());
        all.add(new DisorderSteps());
        all.add(new ShiftClock(Duration.ofMinutes(59)));
        all.add(new ShiftClock(Duration.ofHours(-6)));
        all.add(new ShiftAppClock("enricher-2", Duration.ofHours(2)));
        all.add(new ShiftAppClock("dispatcher-1", Duration.ofHours(-2)));
        all.add(new RollApps());
        return all;
    }

    /** A few that break what matters most, for a quick look. */
    public static List<Fault> few() {
        return List.of(kill("enricher-1"), new KillBroker(2), new PoisonRecords(), kill("enricher-2", "dispatcher-1"));
    }

    /** So many, in an order drawn by the seed: every fault once before any comes again. */
    public static List<Fault> drawn(int count, long seed) {
        Random random = new Random(seed);
        List<Fault> drawn = new ArrayList<>();
        while (drawn.size() < count) {
            List<Fault> round = all();
            Collections.shuffle(round, random);
            drawn.addAll(round);
        }
        return IntStream.range(0, count).mapToObj(drawn::get).toList();
    }

    private static Fault kill(String... apps) {
        return new KillApps(List.of(apps));
    }
}
