package io.leaven.causal.uplift;

import java.util.List;

/**
 * How a text column becomes features, one for each of its frequent levels: 1 in the feature of the row's level and 0 in the
 * others. A level that is not among them, rare or never seen before, is 0 in all; a missing one is NaN in all.
 *
 * @param column its name
 * @param levels in the order of the features, which are named {@code column=level}
 */
public record Category(String column, List<String> levels) {

    public Category {
        levels = List.copyOf(levels);
    }

    /** The names of the features. */
    public List<String> features() {
        return levels.stream().map(level -> column + "=" + level).toList();
    }

    /**
     * Writes the features of a cell.
     *
     * @param level what the cell holds; null if it is missing
     * @param row where the features go, from an offset on
     */
    public void encode(String level, double[] row, int offset) {
        for (int i = 0; i < levels.size(); i++) {
            row[offset + i] = level == null ? Double.NaN : level.equals(levels.get(i)) ? 1 : 0;
        }
    }
}
