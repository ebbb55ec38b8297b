package io.leaven.generator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.function.BiFunction;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The rows without learning of the specification's table (an independent Python implementation, 5 x 2,000 customers), by
 * simulation of 20,000 customers. The score divides by the exact J of none and of the oracle, which the specification gives.
 */
class ReferencePoliciesTest {

    private static final int CUSTOMERS = 20_000;
    private static final long SEED = 20_240_607;

    private record Run(CohortSummary summary, double objective) {}

    @ParameterizedTest
    @CsvSource({
        "paper, none, 0, 36.5, 0, 0",
        "paper, random, .688, 98.3, 45.0, .90",
        "paper, large-push, .528, 99.4, 50, 1.00",
        "paper, uplift, .980, 99.3, 50, 1.00",
        "paper, uplift-minus-cost, .995, 99.3, 6.6, .00",
        "realistic, none, 0, 48.7, 0, 0",
        "realistic, random, -.143, 45.6, 45.0, .90",
        "realistic, large-push, -.066, 60.6, 50, 1.00",
        "realistic, uplift, .409, 64.1, 43.0, .84",
        "realistic, uplift-minus-cost, .772, 78.0, 19.1, .18",
    })
    void policiesWithoutLearningEndWhereTheSpecificationSays(
            String world, String policy, double score, double gold, double messages, double perGoldStep) {
        Run run = run(world, policy);

        double none = world.equals("paper") ? 177.6 : 239.2;
        double oracle = world.equals("paper") ? 562.5 : 449.9;
        assertThat((run.objective - none) / (oracle - none)).isCloseTo(score, within(.02));
        assertThat(100 * run.summary.goldShareEnd()).isCloseTo(gold, within(1.2));
        assertThat(run.summary.messagesPerCustomer()).isCloseTo(messages, within(.5));
        assertThat(run.summary.messagesPerGoldStep()).isCloseTo(perGoldStep, within(.015));
    }

    /** Exact expectations over 20,000 customers; a run of as many has a standard error of .7 to 1.4. */
    @ParameterizedTest
    @CsvSource({
        "paper, none, 177.6",
        "paper, large-push, 380.1",
        "paper, random, 441.4",
        "realistic, none, 239.2",
        "realistic, large-push, 227.5",
        "realistic, random, 211.4",
    })
    void theTrueObjectiveMeetsItsExactExpectation(String world, String policy, double expected) {
        assertThat(run(world, policy).objective).isCloseTo(expected, within(4.5));
    }

    private static Run run(String worldName, String policyName) {
        World world = new World(WorldProfile.named(worldName), SEED);
        Response response = world.response();
        Cohort cohort = Cohort.draw(response.profile(), CUSTOMERS, SEED);
        BiFunction<Response, Cohort, WorldPolicy> policy = switch (policyName) {
            case "none" -> (r, c) -> WorldPolicies.none();
            case "random" -> (r, c) -> WorldPolicies.uniformRandom(r.actions(), SEED);
            case "large-push" -> (r, c) -> WorldPolicies.fixed(r.actions().index("push", "large"));
            case "uplift" -> WorldPolicies::greedyUplift;
            case "uplift-minus-cost" -> WorldPolicies::greedyUpliftMinusCost;
            default -> throw new IllegalArgumentException(policyName);
        };
        ObjectiveTally objective = new ObjectiveTally(new TrueObjective(response), CUSTOMERS);
        CohortSummary summary = CohortRun.run(
                world,
                cohort,
                policy.apply(response, cohort),
                response.profile().horizon(),
                objective);
        return new Run(summary, objective.mean());
    }
}
