package io.leaven.generator.world;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.app.UserError;
import java.util.Arrays;
import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorldTest {

    private static final int CUSTOMERS = 2_000;

    private final WorldProfile profile = WorldProfiles.realistic();
    private final World world = new World(profile, 11);
    private final Cohort cohort = Cohort.draw(profile, CUSTOMERS, 11);

    @Test
    void theOrderOfCustomersAndTheSizeOfChunksDoNotMatter() {
        long seed = new Random().nextLong();
        byte[] actions = actions(seed);
        LivingCohort atOnce = world.begin(cohort);
        LivingCohort oneByOne = world.begin(cohort);
        for (int t = 0; t < 20; t++) {
            world.step(atOnce, t, actions, 0, CUSTOMERS);
        }
        for (int i = CUSTOMERS - 1; i >= 0; i--) {
            for (int t = 0; t < 20; t++) {
                world.step(oneByOne, i, t, actions[i]);
            }
        }
        for (int i = 0; i < CUSTOMERS; i++) {
            assertThat(oneByOne.tier(i)).as("seed %d", seed).isEqualTo(atOnce.tier(i));
            assertThat(oneByOne.ticket(i)).as("seed %d", seed).isEqualTo(atOnce.ticket(i));
            assertThat(oneByOne.fatigue(i)).as("seed %d", seed).isEqualTo(atOnce.fatigue(i));
        }
    }

    @Test
    void policiesMeetTheSameLuck() {
        World paper = new World(WorldProfiles.paper(), 5);
        Cohort customers = Cohort.draw(WorldProfiles.paper(), CUSTOMERS, 5);
        LivingCohort without = paper.begin(customers);
        LivingCohort with = paper.begin(customers);
        byte[] messages = new byte[CUSTOMERS];
        Arrays.fill(messages, (byte) paper.response().actions().index("push", "ad"));
        paper.step(without, 0, new byte[CUSTOMERS], 0, CUSTOMERS);
        paper.step(with, 0, messages, 0, CUSTOMERS);

        // An ad lowers no price and in this world moves everyone towards buying: who buys without it buys the same with
        // it.
        assertThat(IntStream.range(0, CUSTOMERS).filter(without::purchased))
                .isNotEmpty()
                .allSatisfy(i -> {
                    assertThat(with.ticket(i)).isEqualTo(without.ticket(i));
                });
        assertThat(IntStream.range(0, CUSTOMERS).filter(with::purchased).count())
                .isGreaterThan(
                        IntStream.range(0, CUSTOMERS).filter(without::purchased).count());
    }

    @Test
    void anotherSeedIsOtherLuck() {
        LivingCohort one = world.begin(cohort);
        LivingCohort other = world.begin(cohort);
        world.step(one, 0, new byte[CUSTOMERS], 0, CUSTOMERS);
        new World(profile, 12).step(other, 0, new byte[CUSTOMERS], 0, CUSTOMERS);
        assertThat(IntStream.range(0, CUSTOMERS).mapToDouble(one::ticket).toArray())
                .isNotEqualTo(
                        IntStream.range(0, CUSTOMERS).mapToDouble(other::ticket).toArray());
    }

    /** The frequencies of a simulated step are those of the pure functions, within 5 standard errors. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 6, 9})
    void stepsHappenWithTheTrueProbabilities(int action) {
        int size = 200_000;
        Cohort many = Cohort.draw(profile, size, 17);
        LivingCohort customers = world.begin(many);
        byte[] warmUp = new byte[size];
        Arrays.fill(warmUp, (byte) 3);
        world.step(customers, 0, warmUp, 0, size);
        CohortResponse response = new CohortResponse(world.response(), customers);
        double[] purchase = new double[size];
        double[] up = new double[size];
        double[] down = new double[size];
        double[] ticket = new double[size];
        response.purchase(13, action, 0, size, purchase);
        response.tierUp(13, action, 0, size, up);
        response.tierDown(13, action, 0, size, down);
        response.expectedTicket(13, action, 0, size, ticket);
        for (int i = 0; i < size; i++) {
            world.step(customers, i, 13, action);
        }
        assertThat(share(size, i -> customers.purchased(i) ? 1 : 0)).isCloseTo(mean(purchase), within(.005));
        assertThat(share(size, i -> customers.tier(i) > customers.tierBefore(i) ? 1 : 0))
                .isCloseTo(mean(up), within(.005));
        assertThat(share(size, i -> customers.tier(i) < customers.tierBefore(i) ? 1 : 0))
                .isCloseTo(mean(down), within(.003));
        assertThat(share(size, customers::ticket)).isCloseTo(mean(ticket), within(.04));
    }

    @Test
    void theVectorFormsAgreeWithTheScalarOnes() {
        LivingCohort customers = world.begin(cohort);
        world.step(customers, 0, actions(1), 0, CUSTOMERS);
        CohortResponse vector = new CohortResponse(world.response(), customers);
        TrueUplift uplift = new TrueUplift(world.response());
        double[] purchase = new double[10];
        double[] tau = new double[10];
        vector.purchase(1, 5, 100, 110, purchase);
        vector.uplift(uplift, 2, 100, 110, tau);
        for (int i = 0; i < 10; i++) {
            CustomerTraits traits = cohort.traits(100 + i);
            int tier = customers.tier(100 + i);
            assertThat(purchase[i])
                    .isEqualTo(world.response().purchase(traits, tier, customers.fatigue(100 + i), 1, 5));
            assertThat(tau[i]).isEqualTo(uplift.of(traits, tier, 2));
        }
    }

    /** f becomes .8 f + 1 with a message and .8 f without. */
    @Test
    void fatigueBuildsUpAndFades() {
        LivingCohort customers = world.begin(cohort);
        world.step(customers, 0, 0, 1);
        world.step(customers, 0, 1, 1);
        world.step(customers, 0, 2, 0);
        assertThat(customers.fatigue(0)).isCloseTo(.8 * 1.8, within(1e-12));
    }

    @Test
    void anUnknownWorldIsAUserErrorThatNamesTheKnownOnes() {
        assertThatThrownBy(() -> WorldProfile.named("realstic"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("realstic")
                .hasMessageContaining("did you mean 'realistic'?")
                .hasMessageContaining("paper, realistic");
    }

    @Test
    void aMillionCustomersLiveInOneProcess() {
        int size = 1_000_000;
        Cohort million = Cohort.draw(profile, size, 1);
        CohortSummary summary = CohortRun.run(world, million, WorldPolicies.none(), 2);
        assertThat(summary.closedSteps()).isEqualTo(2L * size);
        assertThat(summary.goldShareStart()).isEqualTo(.10);
    }

    private static byte[] actions(long seed) {
        byte[] actions = new byte[CUSTOMERS];
        Random random = new Random(seed);
        for (int i = 0; i < CUSTOMERS; i++) {
            actions[i] = (byte) random.nextInt(10);
        }
        return actions;
    }

    private static double share(int size, IntToDoubleFunction of) {
        return IntStream.range(0, size).mapToDouble(of).average().orElseThrow();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().orElseThrow();
    }
}
