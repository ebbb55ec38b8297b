package io.leaven.causal.world;

import io.leaven.causal.uplift.ExperimentData;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.ExperimentOutcome;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import io.leaven.schemas.feature.StateFeature;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The bakery's experiment and its true uplift, as far as these tests need them: the formulas and numbers of WORLD.md, "One step",
 * "True uplift in dollars" and data set 2. BakeryTest holds it to the golden values.
 */
public enum Bakery {
    PAPER(
            new double[] {-3.00, -2.50, -1.70, 1.90},
            new double[] {.10, .10, -.15},
            new double[] {1.60, 2.30, 3.00},
            new double[] {.60, 1.40},
            new double[] {.30, -.60, .30, .30},
            new double[] {1.00, 1.00, .90, .04},
            new double[] {0, 0, 0},
            0,
            0,
            0),
    REALISTIC(
            new double[] {-3.10, -2.50, -1.60, 1.60},
            new double[] {.90, .10, -.40},
            new double[] {1.60, 2.60, 3.10},
            new double[] {-.35, 1.50},
            new double[] {.80, -2.20, .40, .40},
            new double[] {1.00, 1.00, .90, .06},
            new double[] {-.35, .05, .30},
            .5,
            .20,
            .30);

    public static final List<String> PROMOTIONS = List.of("ad", "small", "large");
    public static final List<String> CHANNELS = List.of("push", "text", "email");
    public static final List<String> FEATURES =
            StateFeature.PAPER.stream().map(StateFeature::label).toList();

    private static final double[] KAPPA = {1.10, 1.05, .85};
    private static final double[] TICKET = {5.00, 5.75, 6.50, 7.50};
    private static final double[] DISCOUNT = {0, .10, .25};
    private static final double[] TIER_QUOTA = {.4, .7, .9, 1};

    /** Five-point Gauss-Hermite rule for a standard normal: Abramowitz and Stegun, table 25.10, scaled by sqrt 2. */
    private static final double[] NODES = {-2.8569700138728, -1.3556261799742, 0, 1.3556261799742, 2.8569700138728};

    private static final double[] NODE_WEIGHTS = {
        .0112574113277, .2220759220056, .5333333333333, .2220759220056, .0112574113277
    };

    private final double[] base;
    private final double[] slope;
    private final double[] tau;
    private final double[] persRange;
    private final double[] pers;
    private final double[] tierMult;
    private final double[] kappaAge;
    private final double uSd;
    private final double seasonAmp;
    private final double annoyPurchase;

    Bakery(
            double[] base,
            double[] slope,
            double[] tau,
            double[] persRange,
            double[] pers,
            double[] tierMult,
            double[] kappaAge,
            double uSd,
            double seasonAmp,
            double annoyPurchase) {
        this.base = base;
        this.slope = slope;
        this.tau = tau;
        this.persRange = persRange;
        this.pers = pers;
        this.tierMult = tierMult;
        this.kappaAge = kappaAge;
        this.uSd = uSd;
        this.seasonAmp = seasonAmp;
        this.annoyPurchase = annoyPurchase;
    }

    /** Who a row is about: gender as its code, tier as its index. */
    public record Customer(int age, double gender, double distance, int tier) {

        public double[] features(int step) {
            double[] row = {age, gender, distance, step, 0, 0, 0, 0};
            row[4 + tier] = 1;
            return row;
        }
    }

    /** Purchase probability; promotion -1 is no message. */
    public double purchase(Customer c, double u, double t, double fatigue, int channel, int promotion) {
        double za = (c.age - 38) / 14.0;
        double zd = (c.distance - 4.2) / 2.83;
        double z = base[c.tier] + slope[0] * za + slope[1] * c.gender + slope[2] * zd + u;
        z += seasonAmp * Math.sin(2 * Math.PI * t / 52) - annoyPurchase * fatigue;
        if (promotion >= 0) {
            double m = persRange[0]
                    + (persRange[1] - persRange[0])
                            * sigmoid(pers[0] + pers[1] * za + pers[2] * c.gender + pers[3] * zd);
            double kappa = Math.max(.2, Math.min(2, KAPPA[channel] + kappaAge[channel] * za));
            z += m * kappa * tau[promotion] * tierMult[c.tier];
        }
        return sigmoid(z);
    }

    /** True uplift in dollars. */
    public double uplift(Customer c, int promotion) {
        double sum = 0;
        for (int node = 0; node < NODES.length; node++) {
            double u = uSd * NODES[node];
            double without = purchase(c, u, 0, 0, 0, -1);
            for (int channel = 0; channel < KAPPA.length; channel++) {
                double with = purchase(c, u, 0, 0, channel, promotion);
                sum += NODE_WEIGHTS[node] / KAPPA.length * (with * (1 - DISCOUNT[promotion]) - without);
            }
        }
        return sum * TICKET[c.tier];
    }

    /** One row of the experiment with its truth. */
    public record Row(String id, Customer customer, int step, int arm, int channel, double outcome) {

        public String armName() {
            return arm < 0 ? "none" : PROMOTIONS.get(arm);
        }

        public ExperimentOutcome asRecord() {
            Gender gender = customer.gender == 1 ? Gender.FEMALE : customer.gender == 0 ? Gender.MALE : Gender.OTHER;
            return ExperimentOutcome.newBuilder()
                    .setCustomerId(id)
                    .setEventTime(Instant.EPOCH)
                    .setArm(armName())
                    .setChannel(arm < 0 ? null : CHANNELS.get(channel))
                    .setState(CustomerState.newBuilder()
                            .setAttributes(CustomerAttributes.newBuilder()
                                    .setAge(customer.age)
                                    .setGender(gender)
                                    .setDistanceMiles(customer.distance)
                                    .build())
                            .setTier(Tier.values()[customer.tier])
                            .setStep(step)
                            .build())
                    .setOutcome(outcome)
                    .build();
        }
    }

    /** Data set 2 of WORLD.md: arms none (-1), ad, small, large. */
    public List<Row> experiment(int rowsPerArm, long seed) {
        Random random = new Random(seed);
        List<Row> rows = new ArrayList<>(4 * rowsPerArm);
        for (int arm = -1; arm < PROMOTIONS.size(); arm++) {
            for (int i = 0; i < rowsPerArm; i++) {
                int tier = tier((i + .5) / rowsPerArm);
                Customer customer = new Customer(age(random), gender(random), distance(random), tier);
                int step = random.nextInt(50);
                int channel = random.nextInt(3);
                double p = purchase(customer, uSd * random.nextGaussian(), step, 0, channel, arm);
                double ticket = 0;
                if (random.nextDouble() < p) {
                    double discount = arm < 0 ? 0 : DISCOUNT[arm];
                    ticket = TICKET[tier] * (1 - discount) * Math.exp(.25 * random.nextGaussian() - .25 * .25 / 2);
                }
                rows.add(new Row("e" + arm + "-" + i, customer, step, arm, channel, ticket));
            }
        }
        return rows;
    }

    public static ExperimentData data(List<Row> rows) {
        ExperimentData.Builder builder = new ExperimentData.Builder(FEATURES, "none");
        rows.forEach(row -> builder.add(row.id, row.armName(), row.customer.features(row.step), row.outcome));
        return builder.build();
    }

    /** The customer of a row of {@link #data}. */
    public static Customer customer(ExperimentData data, int row) {
        int tier = 0;
        while (data.value(row, 4 + tier) == 0) {
            tier++;
        }
        return new Customer((int) data.value(row, 0), data.value(row, 1), data.value(row, 2), tier);
    }

    private static int tier(double quantile) {
        int tier = 0;
        while (quantile > TIER_QUOTA[tier]) {
            tier++;
        }
        return tier;
    }

    private static int age(Random random) {
        double age;
        do {
            age = 38 + 14 * random.nextGaussian();
        } while (age < 18 || age > 85);
        return (int) Math.round(age);
    }

    private static double gender(Random random) {
        double draw = random.nextDouble();
        return draw < .52 ? 1 : draw < .98 ? 0 : .5;
    }

    /** A Gamma of shape 2 is the sum of two exponentials. */
    private static double distance(Random random) {
        double gamma = -2 * (Math.log1p(-random.nextDouble()) + Math.log1p(-random.nextDouble()));
        return Math.min(.2 + gamma, 25);
    }

    private static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }
}
