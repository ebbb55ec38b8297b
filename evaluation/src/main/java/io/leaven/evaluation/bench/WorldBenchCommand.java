package io.leaven.evaluation.bench;

import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code leaven bench world}: how fast the simulated customers live, on one core. */
@Command(
        name = "world",
        description = "Customer-steps a second of the simulated bakery under random messages, on one core.")
final class WorldBenchCommand implements Callable<Integer> {

    private static final int WARM_UP_ROUNDS = 2;

    @Spec
    private CommandSpec spec;

    @Option(
            names = "--customers",
            paramLabel = "N",
            defaultValue = "1000000",
            description = "Default: ${DEFAULT-VALUE}")
    private int customers;

    @Option(names = "--steps", paramLabel = "N", defaultValue = "10", description = "Default: ${DEFAULT-VALUE}")
    private int steps;

    @Option(
            names = "--world",
            paramLabel = "NAME",
            defaultValue = "realistic",
            description = "paper or realistic. Default: ${DEFAULT-VALUE}")
    private String profileName;

    @Option(names = "--seed", paramLabel = "N", defaultValue = "42", description = "Default: ${DEFAULT-VALUE}")
    private long seed;

    @Override
    public Integer call() {
        WorldProfile profile = WorldProfile.named(profileName);
        World world = new World(profile, seed);
        Cohort cohort = Cohort.draw(profile, customers, seed);
        WorldPolicy policy = WorldPolicies.uniformRandom(world.response().actions(), seed);
        double perSecond = 0;
        for (int round = 0; round <= WARM_UP_ROUNDS; round++) {
            long start = System.nanoTime();
            CohortRun.run(world, cohort, policy, steps);
            perSecond = (double) customers * steps / ((System.nanoTime() - start) / 1e9);
        }
        spec.commandLine()
                .getOut()
                .printf(Locale.ROOT, "world %s: %,.0f customer-steps/s (needed 2,000,000)%n", profileName, perSecond);
        return 0;
    }
}
