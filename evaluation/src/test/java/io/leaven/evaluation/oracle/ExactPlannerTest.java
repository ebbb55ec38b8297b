package io.leaven.evaluation.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CohortRun;
import io.leaven.generator.world.CustomerTraits;
import io.leaven.generator.world.ObjectiveTally;
import io.leaven.generator.world.Response;
import io.leaven.generator.world.TrueObjective;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldPolicies;
import io.leaven.generator.world.WorldPolicy;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.Tier;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExactPlannerTest {

    private static final int STEPS = 50;

    /** The specification's golden_dp.csv: values of an independent implementation, whose tolerance is .002 dollars. */
    @Test
    void valuesAreThoseOfTheReference() throws IOException {
        List<String> lines = lines("golden_dp.csv");
        List<String> header = List.of(lines.get(0).split(","));
        assertThat(lines).hasSize(865);
        for (String line : lines.subList(1, lines.size())) {
            String[] row = line.split(",");
            Response response = new Response(WorldProfile.named(row[header.indexOf("profile")]));
            ActionSpace actions = response.actions();
            CustomerTraits customer = new CustomerTraits(
                    Integer.parseInt(row[header.indexOf("age")]),
                    Double.parseDouble(row[header.indexOf("gender")]),
                    Double.parseDouble(row[header.indexOf("distance")]),
                    Double.parseDouble(row[header.indexOf("u")]));
            int tier = Tier.valueOf(row[header.indexOf("tier")].toUpperCase(Locale.ROOT))
                    .ordinal();
            ExactPlanner planner = new ExactPlanner(response, STEPS, 101);

            ExactPlanner.Plan best = planner.best(customer);
            assertThat(best.value(0, tier, 0))
                    .as("oracle of %s", line)
                    .isCloseTo(Double.parseDouble(row[header.indexOf("V_oracle")]), within(2e-3));
            check(planner, customer, tier, one(actions, ActionSpace.NONE), row[header.indexOf("V_no_message")]);
            check(
                    planner,
                    customer,
                    tier,
                    one(actions, actions.index("push", "large")),
                    row[header.indexOf("V_large_push")]);
            double[] uniform = new double[actions.size()];
            Arrays.fill(uniform, 1.0 / uniform.length);
            check(planner, customer, tier, uniform, row[header.indexOf("V_uniform_random")]);
            if (Double.parseDouble(row[header.indexOf("gap_to_second")]) > .01) {
                assertThat(label(actions, best.action(0, tier, 0)))
                        .as("action of %s", line)
                        .isEqualTo(row[header.indexOf("best_action_t0")]);
            }
        }
    }

    private static void check(
            ExactPlanner planner, CustomerTraits customer, int tier, double[] probabilities, String expected) {
        assertThat(planner.under(customer, probabilities).value(0, tier, 0))
                .isCloseTo(Double.parseDouble(expected), within(2e-3));
    }

    /** Exact J of 20,000 customers by the specification, here of 4,000: 4 standard errors of the mean over customers. */
    @ParameterizedTest
    @CsvSource({"paper, 562.5, 6", "realistic, 449.9, 9"})
    void theOracleReachesWhatItPromises(String name, double expected, double tolerance) {
        WorldProfile profile = WorldProfile.named(name);
        World world = new World(profile, 5);
        Cohort cohort = Cohort.draw(profile, 4_000, 5);
        OraclePolicy oracle = new OraclePolicy(new ExactPlanner(world.response(), STEPS, 25).best(cohort));

        double reached = objective(world, cohort, oracle);

        assertThat(oracle.expected(cohort)).isCloseTo(expected, within(tolerance));
        assertThat(reached).isCloseTo(oracle.expected(cohort), within(tolerance));
        assertThat(reached)
                .isGreaterThan(objective(world, cohort, WorldPolicies.greedyUpliftMinusCost(world.response(), cohort)));
    }

    private static double objective(World world, Cohort cohort, WorldPolicy policy) {
        ObjectiveTally tally = new ObjectiveTally(new TrueObjective(world.response()), cohort.size());
        CohortRun.run(world, cohort, policy, STEPS, tally);
        return tally.mean();
    }

    private static double[] one(ActionSpace actions, int action) {
        double[] probabilities = new double[actions.size()];
        probabilities[action] = 1;
        return probabilities;
    }

    private static String label(ActionSpace actions, int action) {
        if (action == ActionSpace.NONE) {
            return "none";
        }
        List<String> channels = List.of("push", "text", "email");
        List<String> promotions = List.of("ad", "small", "large");
        return promotions.get(actions.promotion(action)) + "-" + channels.get(actions.channel(action));
    }

    private static List<String> lines(String resource) throws IOException {
        try (InputStream in = ExactPlannerTest.class.getResourceAsStream(resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        }
    }
}
