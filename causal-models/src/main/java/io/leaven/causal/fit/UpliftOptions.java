package io.leaven.causal.fit;

import io.leaven.app.OptionValues;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of {@code leaven fit uplift} that are settings, too. */
final class UpliftOptions {

    @Option(
            names = "--learner",
            paramLabel = "t|s|x|dr",
            description =
                    "How effects are learned; x where arms differ much in size, dr where arms were not drawn by chance."
                            + " Default: t")
    private String learner;

    @Option(
            names = "--bootstrap",
            paramLabel = "N",
            description = "Fits that give each effect its standard error; 0 leaves errors out. Default: 20")
    private Integer bootstrap;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of the split and of the trees. Default: 1")
    private Long seed;

    @Option(
            names = "--held-out",
            paramLabel = "SHARE",
            description = "Share of the customers whose rows judge the model. Default: 0.2")
    private Double heldOut;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "Most trees in an ensemble. Default: 100 for t, else 400")
    private Integer rounds;

    @Option(
            names = "--patience",
            paramLabel = "N",
            description = "Trees without a lower loss on rows set aside after which growth ends; 0 grows all."
                    + " Default: 0 for t, else 20")
    private Integer patience;

    @Option(names = "--depth", paramLabel = "N", description = "Depth of each tree.")
    private Integer depth;

    @Option(names = "--eta", paramLabel = "RATE", description = "Share of each tree that is kept.")
    private Double eta;

    @Option(names = "--min-child-weight", paramLabel = "ROWS", description = "Fewest rows that a leaf may rest on.")
    private Double minChildWeight;

    Map<String, String> settings() {
        return new OptionValues()
                .with(UpliftSettings.LEARNER, learner)
                .with(UpliftSettings.BOOTSTRAP, bootstrap)
                .with(UpliftSettings.SEED, seed)
                .with(UpliftSettings.HELD_OUT_SHARE, heldOut)
                .with(UpliftSettings.ROUNDS, rounds)
                .with(UpliftSettings.PATIENCE, patience)
                .with(UpliftSettings.DEPTH, depth)
                .with(UpliftSettings.ETA, eta)
                .with(UpliftSettings.MIN_CHILD_WEIGHT, minChildWeight)
                .toMap();
    }
}
