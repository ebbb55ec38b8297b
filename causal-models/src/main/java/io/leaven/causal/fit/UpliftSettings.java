package io.leaven.causal.fit;

import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.causal.boosting.BoostingSettings;
import io.leaven.causal.uplift.BootstrappedLearner;
import io.leaven.causal.uplift.HeldOutSplit;
import io.leaven.causal.uplift.Learner;
import io.leaven.causal.uplift.LearnerSettings;
import io.leaven.causal.uplift.UpliftLearner;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** How uplift models are fitted. The defaults of the trees are {@link BoostingSettings#SHALLOW}. */
public final class UpliftSettings extends AbstractConfig {

    public static final String SEED = "causal.seed";
    public static final String HELD_OUT_SHARE = "causal.uplift.held.out.share";
    public static final String MIN_ROWS = "causal.uplift.min.rows";
    public static final String LEARNER = "causal.uplift.learner";
    public static final String BOOTSTRAP = "causal.uplift.bootstrap.replicates";
    public static final String PATIENCE = "causal.uplift.patience.rounds";
    public static final String ROUNDS = "causal.uplift.rounds";
    public static final String DEPTH = "causal.uplift.depth";
    public static final String ETA = "causal.uplift.eta";
    public static final String MIN_CHILD_WEIGHT = "causal.uplift.min.child.weight";
    public static final String MIN_CHILD_SHARE = "causal.uplift.min.child.share";
    public static final String SUBSAMPLE = "causal.uplift.subsample";
    public static final String LAMBDA = "causal.uplift.lambda";
    public static final String THREADS = "causal.uplift.threads";

    private static final BoostingSettings TREES = BoostingSettings.SHALLOW;

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    SEED,
                    Type.LONG,
                    1L,
                    Importance.MEDIUM,
                    "Seed of the split and of the trees' draws: the same rows and seed give the same model.")
            .define(
                    HELD_OUT_SHARE,
                    Type.DOUBLE,
                    .2,
                    between(.01, .9),
                    Importance.MEDIUM,
                    "Share of the customers whose rows judge the model instead of training it.")
            .define(
                    MIN_ROWS,
                    Type.INT,
                    20,
                    Range.atLeast(2),
                    Importance.MEDIUM,
                    "Fewest rows of each arm, both to train on and held out; with fewer nothing is fitted.")
            .define(
                    LEARNER,
                    Type.STRING,
                    Learner.T.shortName(),
                    knownLearner(),
                    Importance.MEDIUM,
                    "How effects are learned: t, s, x or dr. t for randomised experiments of like-sized arms, x where arms"
                            + " differ much in size, dr where customers chose or were chosen.")
            .define(
                    BOOTSTRAP,
                    Type.INT,
                    20,
                    noneOrSeveral(),
                    Importance.MEDIUM,
                    "Fits of the bootstrap that gives each effect its standard error; 0 leaves errors out.")
            .define(
                    ROUNDS,
                    Type.INT,
                    null,
                    ifSet(1, 10_000),
                    Importance.MEDIUM,
                    "Most trees in an ensemble. Not set: 100 for t, 400 for the others.")
            .define(
                    PATIENCE,
                    Type.INT,
                    null,
                    ifSet(0, 10_000),
                    Importance.MEDIUM,
                    "Trees without a lower loss on a held-out part of the training rows after which growth ends; 0 grows all."
                            + " Not set: 0 for t, 20 for the others.")
            .define(DEPTH, Type.INT, TREES.depth(), Range.between(1, 16), Importance.MEDIUM, "Depth of each tree.")
            .define(
                    ETA,
                    Type.DOUBLE,
                    TREES.eta(),
                    between(1e-4, 1),
                    Importance.MEDIUM,
                    "Share of each tree that is kept (learning rate).")
            .define(
                    MIN_CHILD_WEIGHT,
                    Type.DOUBLE,
                    TREES.minChildWeight(),
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Fewest rows that a leaf may rest on, counted among the rows that its tree sees.")
            .define(
                    MIN_CHILD_SHARE,
                    Type.DOUBLE,
                    LearnerSettings.MIN_CHILD_SHARE,
                    between(0, 1),
                    Importance.LOW,
                    "A leaf never has to rest on a larger share of its tree's rows, so that small experiments split, too.")
            .define(
                    SUBSAMPLE,
                    Type.DOUBLE,
                    TREES.subsample(),
                    between(.01, 1),
                    Importance.LOW,
                    "Share of an arm's rows that each tree sees.")
            .define(
                    LAMBDA,
                    Type.DOUBLE,
                    TREES.lambda(),
                    Range.atLeast(0),
                    Importance.LOW,
                    "L2 penalty on the values of leaves.")
            .define(
                    THREADS,
                    Type.INT,
                    TREES.threads(),
                    Range.between(1, 256),
                    Importance.LOW,
                    "Threads that grow a tree; with 1 the model is the same on every machine.");

    /**
     * Reads the settings of a source that holds the connection's, too.
     *
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong
     */
    public UpliftSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        return values;
    }

    public long seed() {
        return getLong(SEED);
    }

    public HeldOutSplit split() {
        return new HeldOutSplit(seed(), getDouble(HELD_OUT_SHARE));
    }

    /** Fewest rows of an arm on either side of the split. */
    public int minRows() {
        return getInt(MIN_ROWS);
    }

    public Learner kind() {
        return Learner.named(getString(LEARNER));
    }

    /** Fits of the bootstrap, 0 for none. */
    public int replicates() {
        return getInt(BOOTSTRAP);
    }

    /** The learner, with standard errors if they are asked for. */
    public UpliftLearner learner() {
        UpliftLearner learner = kind().with(learnerSettings());
        return replicates() == 0 ? learner : new BootstrappedLearner(learner, learnerSettings(), replicates());
    }

    LearnerSettings learnerSettings() {
        Integer patience = getInt(PATIENCE);
        return LearnerSettings.of(boosting())
                .withMinChildShare(getDouble(MIN_CHILD_SHARE))
                .withPatience(patience == null ? kind().patience() : patience);
    }

    /** Of the models that judge: they stop early, whatever the learner does. */
    LearnerSettings nuisanceSettings() {
        return LearnerSettings.of(boosting().withRounds(Learner.DR.rounds()))
                .withMinChildShare(getDouble(MIN_CHILD_SHARE))
                .withPatience(Learner.DR.patience());
    }

    BoostingSettings boosting() {
        return new BoostingSettings(
                getInt(ROUNDS) == null ? kind().rounds() : getInt(ROUNDS),
                getInt(DEPTH),
                getDouble(ETA),
                getDouble(MIN_CHILD_WEIGHT),
                getDouble(SUBSAMPLE),
                getDouble(LAMBDA),
                seed(),
                getInt(THREADS));
    }

    private static ConfigDef.Validator knownLearner() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    try {
                        Learner.named((String) value);
                    } catch (IllegalArgumentException e) {
                        throw new ConfigException(name, value, e.getMessage());
                    }
                },
                () -> "t, s, x or dr");
    }

    private static ConfigDef.Validator noneOrSeveral() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    int count = (Integer) value;
                    if (count < 0 || count == 1 || count > 1_000) {
                        throw new ConfigException(name, value, "must be 0, or from 2 to 1000");
                    }
                },
                () -> "0 or [2,...,1000]");
    }

    private static ConfigDef.Validator ifSet(int least, int most) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && ((Integer) value < least || (Integer) value > most)) {
                        throw new ConfigException(name, value, "must be from " + least + " to " + most);
                    }
                },
                () -> "[" + least + ",...," + most + "]");
    }

    /** Unlike {@link Range#between}, refuses NaN. */
    static ConfigDef.Validator between(double least, double most) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!((Double) value >= least && (Double) value <= most)) {
                        throw new ConfigException(name, value, "must be from " + least + " to " + most);
                    }
                },
                () -> "[" + least + ",...," + most + "]");
    }
}
