package io.leaven.evaluation.bakery;

import io.leaven.enricher.reward.UpliftSource;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.TrueUplift;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Tier;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleBiFunction;

/** What data credit a promotion with, against what it truly does, in dollars a message: the mean over some customers, in each tier. */
public final class UpliftCredit {

    private static final int CUSTOMERS = 1_000;
    private static final int STEP = 25;
    private static final int NEVER = -1;

    private UpliftCredit() {}

    /** A row for every promotion and origin, and one for the truth. */
    public static List<Map<String, Object>> rows(WorldProfile world, BakeryModels models, long seed) {
        Cohort cohort = Cohort.draw(world, CUSTOMERS, seed);
        TrueUplift truth = new TrueUplift(new World(world, seed).response());
        List<Map<String, Object>> rows = new ArrayList<>();
        for (int i = 0; i < world.promotions().size(); i++) {
            int index = i;
            String promotion = world.promotions().get(i).name();
            for (UpliftOrigin origin : UpliftOrigin.values()) {
                UpliftSource source = models.by(origin);
                rows.add(row(
                        promotion,
                        origin.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                        cohort,
                        (customer, tier) -> source.tau(state(cohort, customer, tier), promotion, 0)));
            }
            rows.add(row(
                    promotion,
                    "truth",
                    cohort,
                    (customer, tier) -> truth.of(cohort.traits(customer), tier.ordinal(), index)));
        }
        return rows;
    }

    private static Map<String, Object> row(
            String promotion, String origin, Cohort cohort, ToDoubleBiFunction<Integer, Tier> dollars) {
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("promotion", promotion);
        row.put("origin", origin);
        for (Tier tier : Tier.values()) {
            double sum = 0;
            for (int customer = 0; customer < cohort.size(); customer++) {
                sum += dollars.applyAsDouble(customer, tier);
            }
            row.put(tier.name().toLowerCase(Locale.ROOT), sum / cohort.size());
        }
        return row;
    }

    private static CustomerState state(Cohort cohort, int customer, Tier tier) {
        return new CustomerState(
                new CustomerAttributes(cohort.age(customer), cohort.gender(customer), cohort.distance(customer)),
                tier,
                STEP,
                0,
                NEVER,
                0.0,
                Map.of(),
                0,
                NEVER,
                0.0);
    }
}
