package io.leaven.generator.stream;

import io.leaven.generator.world.ActionSpace;
import io.leaven.generator.world.Cohort;
import io.leaven.generator.world.CounterRandom;
import io.leaven.generator.world.CounterRandom.Draw;
import io.leaven.generator.world.LivingCohort;
import io.leaven.generator.world.World;
import io.leaven.generator.world.WorldProfile;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.ExperimentOutcome;
import java.time.Clock;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.stream.IntStream;

/**
 * A randomised experiment. Each arm has customers of its own, tiers by quota; each row is one customer in one step: time
 * uniform over the horizon, no fatigue, the channel uniform, the outcome what was spent. The arms take turns, so that any
 * part of the stream is balanced. Not thread-safe.
 */
public final class ExperimentStream implements Iterator<ExperimentOutcome> {

    /** Name of the arm without a message. */
    public static final String CONTROL = "none";

    private static final int NEVER = -1;

    private final ExperimentPlan plan;
    private final CustomerIds ids;
    private final Clock clock;
    private final List<Arm> arms;
    private int next;

    /** @param promotion position in the world; below 0 in the control arm */
    private record Arm(String name, int promotion, World world, LivingCohort customers, CounterRandom random) {}

    public ExperimentStream(ExperimentPlan plan, Clock clock) {
        this.plan = plan;
        this.ids = new CustomerIds(plan.prefix(), plan.rows());
        this.clock = clock;
        this.arms = IntStream.range(0, plan.arms())
                .mapToObj(index -> arm(plan, index - 1))
                .toList();
    }

    private static Arm arm(ExperimentPlan plan, int promotion) {
        WorldProfile profile = plan.world();
        String name =
                promotion < 0 ? CONTROL : profile.promotions().get(promotion).name();
        long seed = CounterRandom.derive(plan.seed(), "experiment-" + name);
        World world = new World(profile, seed);
        LivingCohort customers = world.begin(Cohort.draw(profile, plan.rowsPerArm(), seed));
        return new Arm(name, promotion, world, customers, new CounterRandom(seed));
    }

    @Override
    public boolean hasNext() {
        return next < plan.rows();
    }

    @Override
    public ExperimentOutcome next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the experiment is over");
        }
        int row = next++;
        return outcome(arms.get(row % arms.size()), row / arms.size(), ids.id(row));
    }

    private ExperimentOutcome outcome(Arm arm, int customer, String id) {
        int time =
                arm.random.index(customer, 0, Draw.EXPERIMENT_STEP, plan.world().horizon());
        CustomerState before = state(arm.customers, customer, time);
        String channel = null;
        int action = ActionSpace.NONE;
        if (arm.promotion >= 0) {
            int position = arm.random.index(
                    customer,
                    0,
                    Draw.EXPERIMENT_CHANNEL,
                    plan.world().channels().size());
            channel = plan.world().channels().get(position).name();
            action = arm.world.response().actions().index(position, arm.promotion);
        }
        arm.world.step(arm.customers, customer, time, action);
        return new ExperimentOutcome(id, clock.instant(), arm.name, channel, before, arm.customers.ticket(customer));
    }

    private static CustomerState state(LivingCohort customers, int customer, int time) {
        Cohort cohort = customers.cohort();
        return new CustomerState(
                new CustomerAttributes(cohort.age(customer), cohort.gender(customer), cohort.distance(customer)),
                customers.tierOf(customer),
                time,
                0,
                NEVER,
                0.0,
                Map.of(),
                0,
                NEVER,
                0.0);
    }
}
