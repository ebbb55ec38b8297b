package io.leaven.evaluation.soak;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How a measure of a process went.
 *
 * @param settled the median of the second fifth of its samples: in the first, caches and memories fill
 * @param end the median of the last fifth
 */
record Growth(String app, Measure measure, double settled, double end) {

    private static final int PARTS = 5;

    boolean flat() {
        return end - settled <= measure.allowed();
    }

    /**
     * Of every process and measure, in the order of the processes.
     *
     * @param samples in the order of time, {@value #PARTS} or more of each process
     * @throws IllegalArgumentException if there are fewer
     */
    static List<Growth> of(List<Sample> samples) {
        Map<String, List<Sample>> byApp = new LinkedHashMap<>();
        samples.forEach(sample ->
                byApp.computeIfAbsent(sample.app(), app -> new ArrayList<>()).add(sample));
        List<Growth> all = new ArrayList<>();
        byApp.forEach((app, own) -> {
            int part = own.size() / PARTS;
            if (part == 0) {
                throw new IllegalArgumentException(
                        app + " has " + own.size() + " samples, and " + PARTS + " are needed");
            }
            for (Measure measure : Measure.values()) {
                all.add(new Growth(
                        app,
                        measure,
                        median(measure, own.subList(part, 2 * part)),
                        median(measure, own.subList(own.size() - part, own.size()))));
            }
        });
        return all;
    }

    private static double median(Measure measure, List<Sample> samples) {
        double[] sorted = samples.stream().mapToDouble(measure::of).sorted().toArray();
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
