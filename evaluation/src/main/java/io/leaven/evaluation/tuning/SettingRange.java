package io.leaven.evaluation.tuning;

import java.util.List;
import java.util.Locale;
import org.apache.commons.rng.UniformRandomProvider;

/** The values that one setting may be tried with. */
public sealed interface SettingRange {

    /** A value, as it is written in settings. */
    String draw(UniformRandomProvider random);

    /** One of some values, all alike. */
    record OneOf(List<String> values) implements SettingRange {

        public OneOf {
            values = List.copyOf(values);
            if (values.isEmpty()) {
                throw new IllegalArgumentException("needs at least one value");
            }
        }

        @Override
        public String draw(UniformRandomProvider random) {
            return values.get(random.nextInt(values.size()));
        }
    }

    /**
     * Evenly between two numbers.
     *
     * @param log whether evenly in the logarithm; then both are above 0
     * @param whole whether whole numbers only
     */
    record Between(double from, double to, boolean log, boolean whole) implements SettingRange {

        public Between {
            if (!(Double.isFinite(from) && Double.isFinite(to) && from < to)) {
                throw new IllegalArgumentException("from " + from + " to " + to + " is no range");
            }
            if (log && from <= 0) {
                throw new IllegalArgumentException("from " + from + " has no logarithm");
            }
        }

        @Override
        public String draw(UniformRandomProvider random) {
            double share = random.nextDouble();
            double value = log ? from * Math.pow(to / from, share) : from + share * (to - from);
            return whole ? Long.toString(Math.round(value)) : String.format(Locale.ROOT, "%.3g", value);
        }
    }
}
