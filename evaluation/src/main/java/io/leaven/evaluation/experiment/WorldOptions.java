package io.leaven.evaluation.experiment;

import io.leaven.generator.world.WorldProfile;
import picocli.CommandLine.Option;

/** Which simulated bakery a study is about. */
final class WorldOptions {

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "realistic",
            description = "paper or realistic. Default: ${DEFAULT-VALUE}")
    private String world;

    String name() {
        return world;
    }

    WorldProfile profile() {
        return WorldProfile.named(world);
    }
}
