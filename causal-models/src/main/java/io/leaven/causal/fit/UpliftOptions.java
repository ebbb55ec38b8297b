package io.leaven.causal.fit;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of {@code leaven fit uplift} that are settings, too. */
final class UpliftOptions {

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the split and of the trees. Default: 1")
    private Long seed;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            description = "Share of the customers whose rows judge the model. Default: 0.2")
    private Double heldOut;

    @Option(names = "--rounds", paramLabel = "N", description = "Trees for each arm.")
    private Integer rounds;

    @Option(names = "--depth", paramLabel = "N", description = "Depth of each tree.")
    private Integer depth;

    @Option(names = "--eta", paramLabel = "RATE", description = "Share of each tree that is kept.")
    private Double eta;

    @Option(names = "--min-child-weight", paramLabel = "ROWS", description = "Fewest rows that a leaf may rest on.")
    private Double minChildWeight;

    Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        put(settings, CausalSettings.SEED, seed);
        put(settings, CausalSettings.HELD_OUT_SHARE, heldOut);
        put(settings, CausalSettings.ROUNDS, rounds);
        put(settings, CausalSettings.DEPTH, depth);
        put(settings, CausalSettings.ETA, eta);
        put(settings, CausalSettings.MIN_CHILD_WEIGHT, minChildWeight);
        return settings;
    }

    private static void put(Map<String, String> settings, String key, Object value) {
        if (value != null) {
            settings.put(key, value.toString());
        }
    }
}
