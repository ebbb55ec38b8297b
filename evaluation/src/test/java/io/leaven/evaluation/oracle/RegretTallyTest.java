package io.leaven.evaluation.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.ObjectiveTally;
import io.leaven.generator.world.StepObserver;
import io.leaven.generator.world.TrueObjective;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Held against the exact expectation by dynamic programming, and against the dollars that a run really brought. */
class RegretTallyTest {

    private static final int CUSTOMERS = 1_500;
    private static final int STEPS = 50;

    /** Standard errors that a right answer may be away: one of 16,000 is further. */
    private static final double FAR = 4;

    /** A grid of two points is so coarse that V is far off: J must not be. */
    @ParameterizedTest
    @CsvSource({"paper, 25", "paper, 2", "realistic, 25", "realistic, 2"})
    void theExpectationIsTheExactOne(String name, int points) {
        Simulated world = new Simulated(name);
        ActionSpace actions = world.world.response().actions();
        int largePush = actions.index("push", "large");
        double[] always = new double[actions.size()];
        always[largePush] = 1;
        ExactPlanner planner = new ExactPlanner(world.world.response(), STEPS, 101);
        double[] exact = IntStream.range(0, CUSTOMERS)
                .parallel()
                .mapToDouble(customer ->
                        planner.under(world.cohort.traits(customer), always).value(0, world.cohort.tier(customer), 0))
                .toArray();
        RegretTally tally = world.tally(points);

        world.run(WorldPolicies.fixed(largePush), tally);

        assertAround(0, customer -> tally.of(customer) - exact[customer]);
        assertThat(tally.mean())
                .isCloseTo(IntStream.range(0, CUSTOMERS).mapToDouble(tally::of).sum() / CUSTOMERS, within(1e-9));
    }

    /** The same in the mean as the dollars that were earned, with less than half of their noise where a policy is good. */
    @ParameterizedTest
    @CsvSource({"paper", "realistic"})
    void goodPoliciesAreTimesMorePrecise(String name) {
        Simulated world = new Simulated(name);
        WorldPolicy policy = WorldPolicies.greedyUpliftMinusCost(world.world.response(), world.cohort);
        ObjectiveTally earned = new ObjectiveTally(new TrueObjective(world.world.response()), CUSTOMERS);
        RegretTally tally = world.tally(25);
        OraclePolicy oracle = new OraclePolicy(world.plans(25));

        world.run(policy, tally, earned);

        assertAround(0, customer -> tally.of(customer) - earned.of(customer));
        RegretTally ofOracle = world.tally(25);
        world.run(oracle, ofOracle);
        assertThat(ofOracle.mean()).isCloseTo(oracle.expected(world.cohort), within(.05));
        IntToDoubleFunction promised =
                customer -> world.plans(25).get(customer).value(0, world.cohort.tier(customer), 0);
        assertThat(spread(customer -> tally.of(customer) - promised.applyAsDouble(customer)))
                .isLessThan(.5 * spread(customer -> earned.of(customer) - promised.applyAsDouble(customer)));
    }

    private static void assertAround(double expected, IntToDoubleFunction each) {
        double mean = IntStream.range(0, CUSTOMERS).mapToDouble(each).average().orElseThrow();
        assertThat(mean).isCloseTo(expected, within(FAR * spread(each) / Math.sqrt(CUSTOMERS)));
    }

    /** Standard deviation over customers. */
    private static double spread(IntToDoubleFunction each) {
        double[] values = IntStream.range(0, CUSTOMERS).mapToDouble(each).toArray();
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    /** Customers of a world, and runs of them. */
    private static final class Simulated {

        private final World world;
        private final Cohort cohort;
        private List<ExactPlanner.Plan> plans;
        private int points;

        private Simulated(String name) {
            WorldProfile profile = WorldProfile.named(name);
            this.world = new World(profile, 31);
            this.cohort = Cohort.draw(profile, CUSTOMERS, 31);
        }

        private List<ExactPlanner.Plan> plans(int gridPoints) {
            if (plans == null || points != gridPoints) {
                plans = new ExactPlanner(world.response(), STEPS, gridPoints).best(cohort);
                points = gridPoints;
            }
            return plans;
        }

        private RegretTally tally(int gridPoints) {
            return new RegretTally(plans(gridPoints), world.response());
        }

        private void run(WorldPolicy policy, RegretTally tally) {
            run(policy, tally, (living, step, actions) -> {});
        }

        private void run(WorldPolicy policy, RegretTally tally, StepObserver other) {
            CohortRun.run(world, cohort, policy, STEPS, (LivingCohort living, int step, byte[] actions) -> {
                for (int customer = 0; customer < CUSTOMERS; customer++) {
                    tally.add(customer, step, living.tierBefore(customer), actions[customer]);
                }
                other.lived(living, step, actions);
            });
        }
    }
}
