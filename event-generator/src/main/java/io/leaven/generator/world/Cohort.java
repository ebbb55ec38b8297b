package io.leaven.generator.world;

import io.leaven.generator.world.WorldProfile.Population;
import io.leaven.generator.world.WorldProfile.TierRule;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.AhrensDieterMarsagliaTsangGammaSampler;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Customers as they enter the world, one array per attribute: 19 bytes a customer. The same profile, size and seed give the
 * same cohort. Immutable.
 */
public final class Cohort {

    private static final Tier[] TIERS = Tier.values();
    private static final Gender[] GENDERS = Gender.values();
    private static final double[] GENDER_CODES = {1, 0, .5};

    private final byte[] age;
    private final byte[] gender;
    private final double[] distance;
    private final byte[] tier;
    private final double[] u;

    private Cohort(int size) {
        this.age = new byte[size];
        this.gender = new byte[size];
        this.distance = new double[size];
        this.tier = new byte[size];
        this.u = new double[size];
    }

    /** Draws new customers of a world. */
    public static Cohort draw(WorldProfile profile, int size, long seed) {
        Cohort cohort = new Cohort(size);
        UniformRandomProvider random = RandomSource.XO_SHI_RO_256_PP.create(CounterRandom.derive(seed, "cohort"));
        Population population = profile.population();
        ContinuousSampler normal = ZigguratSampler.NormalizedGaussian.of(random);
        ContinuousSampler gamma = AhrensDieterMarsagliaTsangGammaSampler.of(
                random, population.distanceShape(), population.distanceScale());
        for (int i = 0; i < size; i++) {
            cohort.age[i] = (byte) age(population, normal);
            cohort.gender[i] = (byte) gender(population, random.nextDouble()).ordinal();
            cohort.distance[i] = Math.min(population.distanceFloor() + gamma.sample(), population.distanceMax());
            cohort.u[i] = population.uSd() * normal.sample();
        }
        fillByQuota(cohort.tier, profile.tiers());
        shuffle(cohort.tier, random);
        return cohort;
    }

    private static long age(Population population, ContinuousSampler normal) {
        double age;
        do {
            age = population.ageMean() + population.ageSd() * normal.sample();
        } while (age < population.ageMin() || age > population.ageMax());
        return Math.round(age);
    }

    private static Gender gender(Population population, double uniform) {
        if (uniform < population.femaleShare()) {
            return Gender.FEMALE;
        }
        return uniform < population.femaleShare() + population.maleShare() ? Gender.MALE : Gender.OTHER;
    }

    private static void fillByQuota(byte[] tiers, List<TierRule> rules) {
        double share = 0;
        int filled = 0;
        for (TierRule rule : rules) {
            share += rule.share();
            int end = rule.tier() == Tier.GOLD ? tiers.length : (int) Math.round(share * tiers.length);
            while (filled < end) {
                tiers[filled++] = (byte) rule.tier().ordinal();
            }
        }
    }

    private static void shuffle(byte[] values, UniformRandomProvider random) {
        for (int i = values.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            byte swapped = values[i];
            values[i] = values[other];
            values[other] = swapped;
        }
    }

    public int size() {
        return age.length;
    }

    /** Years. */
    public int age(int customer) {
        return age[customer];
    }

    public Gender gender(int customer) {
        return GENDERS[gender[customer]];
    }

    /** Female 1, male 0, other .5. */
    public double genderCode(int customer) {
        return GENDER_CODES[gender[customer]];
    }

    /** Miles to the store. */
    public double distance(int customer) {
        return distance[customer];
    }

    /** At the start, as the ordinal of {@link Tier}. */
    public int tier(int customer) {
        return tier[customer];
    }

    /** What nobody observes, added to the log-odds of a purchase. */
    public double u(int customer) {
        return u[customer];
    }

    public CustomerTraits traits(int customer) {
        return new CustomerTraits(age(customer), genderCode(customer), distance(customer), u(customer));
    }

    /** How many customers start in each tier, by ordinal. */
    public int[] tierCounts() {
        return tierCounts(tier);
    }

    static int[] tierCounts(byte[] tiers) {
        int[] counts = new int[TIERS.length];
        for (byte each : tiers) {
            counts[each]++;
        }
        return counts;
    }

    byte[] copyOfTiers() {
        return tier.clone();
    }
}
