package io.leaven.dispatcher.group;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.leaven.schemas.DecisionGroup;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupAssignmentTest {

    private static final List<String> CUSTOMERS =
            IntStream.range(0, 20_000).mapToObj(i -> "customer-" + i).toList();

    /** Python: {@code (int.from_bytes(hashlib.sha256(("leaven:" + c).encode()).digest()[:8], 'big') >> 11) * 2.0 ** -53}. */
    @ParameterizedTest
    @CsvSource({
        "c-1, 0.7620562829951985",
        "c-2, 0.11496327990642996",
        "c-3, 0.3677618271911822",
        "c-4, 0.5465957552910461",
        "c-5, 0.37387254229889066",
        "Zoë, 0.2927074437169742"
    })
    void positionIsWhatAnotherImplementationOfTheHashGives(String customerId, double position) {
        assertThat(new GroupAssignment("leaven", GroupShares.agentOnly()).position(customerId))
                .isEqualTo(position);
    }

    @Test
    void sharesAreKept() {
        Map<DecisionGroup, Integer> sizes = new EnumMap<>(DecisionGroup.class);
        GroupAssignment groups = new GroupAssignment("leaven", new GroupShares(.1, .2));
        CUSTOMERS.forEach(customer -> sizes.merge(groups.of(customer), 1, Integer::sum));
        double fiveSigma = 5 * Math.sqrt(.2 * .8 / CUSTOMERS.size());
        assertThat(share(sizes, DecisionGroup.HOLDOUT)).isCloseTo(.1, within(fiveSigma));
        assertThat(share(sizes, DecisionGroup.RANDOM)).isCloseTo(.2, within(fiveSigma));
        assertThat(share(sizes, DecisionGroup.AGENT)).isCloseTo(.7, within(fiveSigma));
    }

    /** Random shares that only grow, over and over: nobody who is in a group but the agent's ever leaves it. */
    @Test
    void nobodyLeavesHoldoutOrRandomWhenSharesGrow() {
        long seed = System.nanoTime();
        System.out.println("seed " + seed);
        Random random = new Random(seed);
        for (int run = 0; run < 20; run++) {
            Map<String, DecisionGroup> known = new HashMap<>();
            double holdout = 0;
            double chance = 0;
            for (int growth = 0; growth < 5; growth++) {
                double left = 1 - holdout - chance;
                holdout += left / 2 * random.nextDouble();
                chance += left / 2 * random.nextDouble();
                GroupAssignment groups = new GroupAssignment("salt" + run, new GroupShares(holdout, chance));
                for (String customer : CUSTOMERS.subList(0, 2_000)) {
                    DecisionGroup before = known.put(customer, groups.of(customer));
                    if (before != null && before != DecisionGroup.AGENT) {
                        assertThat(known).as("seed %d", seed).containsEntry(customer, before);
                    }
                }
            }
        }
    }

    @Test
    void anotherSaltMakesAnotherSplit() {
        GroupAssignment one = new GroupAssignment("one", new GroupShares(.5, 0));
        GroupAssignment two = new GroupAssignment("two", new GroupShares(.5, 0));
        long same = CUSTOMERS.stream()
                .filter(customer -> one.of(customer) == two.of(customer))
                .count();
        assertThat(same / (double) CUSTOMERS.size()).isCloseTo(.5, within(5 * Math.sqrt(.25 / CUSTOMERS.size())));
    }

    @Test
    void wholeSharesTakeEverybody() {
        GroupAssignment holdout = new GroupAssignment("leaven", new GroupShares(1, 0));
        GroupAssignment random = new GroupAssignment("leaven", new GroupShares(0, 1));
        assertThat(CUSTOMERS).allMatch(customer -> holdout.of(customer) == DecisionGroup.HOLDOUT);
        assertThat(CUSTOMERS).allMatch(customer -> random.of(customer) == DecisionGroup.RANDOM);
    }

    @ParameterizedTest
    @CsvSource({"-0.1, 0", "0, -0.1", "0.6, 0.5", "NaN, 0"})
    void sharesThatAreNoSharesAreRefused(double holdout, double random) {
        assertThatThrownBy(() -> new GroupShares(holdout, random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("at most 1 together");
    }

    private static double share(Map<DecisionGroup, Integer> sizes, DecisionGroup group) {
        return sizes.getOrDefault(group, 0) / (double) CUSTOMERS.size();
    }
}
