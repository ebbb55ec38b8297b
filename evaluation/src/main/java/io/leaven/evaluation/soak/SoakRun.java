package io.leaven.evaluation.soak;

import io.leaven.evaluation.fleet.LiveFleet;
import io.leaven.evaluation.fleet.Load;
import io.leaven.evaluation.fleet.process.Supervised;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Lets customers live in front of a fleet that nothing happens to, and looks into each app now and then. */
final class SoakRun {

    private SoakRun() {}

    /** @param looks at equal distances in events, of which those that came before all was at work count as none */
    static SoakResult run(LiveFleet live, Load load, int looks) throws InterruptedException {
        long began = System.nanoTime();
        List<Sample> samples = samples(live, load, looks);
        boolean keptUp = !Double.isNaN(live.untilLagIsZero(System.nanoTime()));
        int restarts =
                live.fleet().apps().stream().mapToInt(app -> app.starts() - 1).sum();
        double seconds = (System.nanoTime() - began) / 1e9;
        return new SoakResult(load, seconds, samples, Growth.of(samples), keptUp, restarts, live.finish());
    }

    private static List<Sample> samples(LiveFleet live, Load load, int looks) throws InterruptedException {
        List<JvmProbe> probes = new ArrayList<>();
        try {
            for (Supervised app : live.fleet().apps()) {
                probes.add(new JvmProbe(app.name(), app.pid()));
            }
            List<Sample> samples = new ArrayList<>();
            long before = live.ledger().counts().events();
            for (int look = 1; look <= looks; look++) {
                live.untilEvents(before + load.events() * look / looks);
                long events = live.ledger().counts().events();
                List<Sample> now =
                        probes.stream().map(probe -> probe.take(events)).toList();
                samples.addAll(now);
                live.say(String.format(
                        Locale.ROOT,
                        "heaps %.0f MiB, outside of them %.0f MiB, %d file handles, %d threads",
                        now.stream().mapToDouble(Sample::heapMegabytes).sum(),
                        now.stream().mapToDouble(Sample::outsideMegabytes).sum(),
                        now.stream().mapToLong(Sample::handles).sum(),
                        now.stream().mapToInt(Sample::threads).sum()));
            }
            return samples;
        } finally {
            probes.forEach(JvmProbe::close);
        }
    }
}
