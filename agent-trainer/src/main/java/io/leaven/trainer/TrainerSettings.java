package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dqn.LossSettings;
import io.leaven.trainer.dqn.TargetSettings;
import io.leaven.trainer.dyna.DynaSettings;
import io.leaven.trainer.gate.GateSettings;
import io.leaven.trainer.network.LearningRate;
import io.leaven.trainer.replay.ExperienceSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;

/** The trainer's settings. Order: defaults, then the preset, then what is set one by one. */
public final class TrainerSettings extends AbstractConfig {

    public static final String PRESET = "trainer.preset";
    public static final String AGENT = "trainer.agent";
    public static final String SEED = "trainer.seed";
    public static final String CATALOGUE_FILE = "trainer.catalogue.file";
    public static final String NETWORK_HIDDEN = "trainer.network.hidden";
    public static final String GAMMA = "trainer.gamma";
    public static final String BATCH_SIZE = "trainer.batch.size";
    public static final String LEARNING_RATE = "trainer.learning.rate";
    public static final String LEARNING_RATE_LAST = "trainer.learning.rate.last";
    public static final String LEARNING_RATE_UPDATES = "trainer.learning.rate.updates";
    public static final String FEATURES = "trainer.features";
    public static final String FEATURES_SCALING = "trainer.features.scaling";
    public static final String NETWORK_DUELING = "trainer.network.dueling";
    public static final String RETURN_STEPS = "trainer.return.steps";
    public static final String REWARD_SCALE = "trainer.reward.scale";
    public static final String DOUBLE_DQN = "trainer.double.dqn";
    public static final String TARGET_INTERVAL_UPDATES = "trainer.target.interval.updates";
    public static final String TARGET_RATE = "trainer.target.rate";
    public static final String HUBER_DELTA = "trainer.huber.delta";
    public static final String CQL_ALPHA = "trainer.cql.alpha";
    public static final String GRADIENT_NORM_MAX = "trainer.gradient.norm.max";
    public static final String AVERAGING_DECAY = "trainer.averaging.decay";
    public static final String PRIORITY_ALPHA = "trainer.priority.alpha";
    public static final String PRIORITY_BETA = "trainer.priority.beta";
    public static final String DYNA_UPDATES = "trainer.dyna.updates";
    public static final String DYNA_UPDATES_PER_TRANSITION = "trainer.dyna.updates.per.transition";
    public static final String DYNA_UPDATES_MAX = "trainer.dyna.updates.max";
    public static final String DYNA_RENEWAL_UPDATES = "trainer.dyna.renewal.updates";
    public static final String DYNA_GROWTH = "trainer.dyna.growth";
    public static final String DYNA_TRANSITIONS = "trainer.dyna.transitions";
    public static final String DYNA_CUSTOMERS = "trainer.dyna.customers";
    public static final String DYNA_STEPS = "trainer.dyna.steps";
    public static final String DYNA_MEMORY_STATES = "trainer.dyna.memory.states";
    public static final String DYNA_BATCH_SIZE = "trainer.dyna.batch.size";
    public static final String DIVERGENCE_Q = "trainer.divergence.q";
    public static final String EXPLORATION_START = "trainer.exploration.start";
    public static final String EXPLORATION_END = "trainer.exploration.end";
    public static final String EXPLORATION_DECAY = "trainer.exploration.decay";
    public static final String LEAST_GAIN = "trainer.least.gain";
    public static final String MEMORY_TRANSITIONS = "trainer.memory.transitions";
    public static final String WARMUP_TRANSITIONS = "trainer.warmup.transitions";
    public static final String UPDATES_PER_TRANSITION = "trainer.updates.per.transition";
    public static final String SNAPSHOT_INTERVAL_UPDATES = "trainer.snapshot.interval.updates";
    public static final String SNAPSHOT_INTERVAL_MS = "trainer.snapshot.interval.ms";
    public static final String IDLE_MS = "trainer.idle.ms";
    public static final String STATE_DIR = "trainer.state.dir";
    public static final String STATE_INTERVAL_MS = "trainer.state.interval.ms";

    /** What a trainer may be restarted with and still go on from its checkpoint: no weight depends on it. */
    private static final Set<String> NOT_LEARNED_FROM = Set.of(
            PRESET,
            CATALOGUE_FILE,
            DIVERGENCE_Q,
            EXPLORATION_START,
            EXPLORATION_END,
            EXPLORATION_DECAY,
            SNAPSHOT_INTERVAL_UPDATES,
            SNAPSHOT_INTERVAL_MS,
            IDLE_MS,
            STATE_DIR,
            STATE_INTERVAL_MS);

    private static final String NONE = "none";
    private static final String TYPICAL = "typical";
    private static final String DATA = "data";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    PRESET,
                    Type.STRING,
                    TrainerPreset.DYNA.label(),
                    ValidString.in(TrainerPreset.labels().toArray(String[]::new)),
                    Importance.HIGH,
                    "What the agent sees and how it learns; single settings go before it. `dyna` plans with a learned"
                            + " response model, `double-dqn` learns from real transitions alone, `paper` is the paper's agent"
                            + " on the raw state of eight.")
            .define(
                    AGENT,
                    Type.STRING,
                    "leaven",
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    "Name of the agent, the first part of its snapshots' keys.")
            .define(SEED, Type.LONG, 1L, Importance.MEDIUM, "Seed of the first weights and of the sampling.")
            .define(
                    CATALOGUE_FILE,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "Channels and promotions; empty for the standard ten actions.")
            .define(
                    NETWORK_HIDDEN,
                    Type.LIST,
                    "24,24",
                    widths(),
                    Importance.MEDIUM,
                    "Widths of the layers between input and output.")
            .define(GAMMA, Type.DOUBLE, .95, Range.between(0, 1), Importance.MEDIUM, "Discount of a step.")
            .define(
                    BATCH_SIZE,
                    Type.INT,
                    50,
                    Range.between(1, 65_536),
                    Importance.MEDIUM,
                    "Transitions of a gradient step.")
            .define(LEARNING_RATE, Type.DOUBLE, 1e-3, aboveZero(), Importance.MEDIUM, "Learning rate of Adam.")
            .define(
                    LEARNING_RATE_LAST,
                    Type.DOUBLE,
                    null,
                    aboveZero(),
                    Importance.LOW,
                    "Learning rate that the first falls to, geometrically. Not set: it does not fall.")
            .define(
                    LEARNING_RATE_UPDATES,
                    Type.LONG,
                    8_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Gradient steps until the last learning rate.")
            .define(
                    FEATURES,
                    Type.LIST,
                    StateFeature.PAPER.stream().map(StateFeature::label).toList(),
                    Importance.MEDIUM,
                    "What the agent sees of a state, in order; " + StateFeature.labels() + ".")
            .define(
                    FEATURES_SCALING,
                    Type.STRING,
                    NONE,
                    ValidString.in(NONE, TYPICAL, DATA),
                    Importance.MEDIUM,
                    "`typical` scales each feature by the values that it usually has; `data` to mean 0 and standard deviation"
                            + " 1 over the transitions of the warm-up, which must then be long enough to show all steps of a life.")
            .define(
                    NETWORK_DUELING,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether the last hidden layer is split into a stream of the value and one of the advantages.")
            .define(
                    RETURN_STEPS,
                    Type.INT,
                    1,
                    Range.between(1, 1_000),
                    Importance.LOW,
                    "Steps that a return is summed over before the network's own value takes over.")
            .define(
                    REWARD_SCALE,
                    Type.DOUBLE,
                    1.0,
                    aboveZero(),
                    Importance.LOW,
                    "Factor of rewards inside of learning; snapshots are in dollars all the same.")
            .define(
                    DOUBLE_DQN,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether the learning network chooses the next action that the target network values.")
            .define(
                    TARGET_INTERVAL_UPDATES,
                    Type.INT,
                    0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Gradient steps between copies into a target network; 0 for no copies.")
            .define(
                    TARGET_RATE,
                    Type.DOUBLE,
                    0.0,
                    Range.between(0, 1),
                    Importance.LOW,
                    "Share by which a target network follows after every gradient step, in place of copies; 0 for none.")
            .define(
                    HUBER_DELTA,
                    Type.DOUBLE,
                    0.0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Error, in scaled rewards, from which Huber's loss grows straight; 0 for squared error.")
            .define(
                    CQL_ALPHA,
                    Type.DOUBLE,
                    0.0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Weight of conservative Q-learning's term, for learning from a log alone; 0 for none.")
            .define(
                    GRADIENT_NORM_MAX,
                    Type.DOUBLE,
                    0.0,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Length that a gradient is shortened to; 0 leaves it as it is.")
            .define(
                    AVERAGING_DECAY,
                    Type.DOUBLE,
                    0.0,
                    Range.between(0, .999999),
                    Importance.LOW,
                    "Decay, by gradient step, of the moving average of the weights that snapshots hold; 0 for the newest.")
            .define(
                    PRIORITY_ALPHA,
                    Type.DOUBLE,
                    0.0,
                    Range.between(0, 1),
                    Importance.LOW,
                    "How far errors decide which transitions are drawn; 0 draws all alike.")
            .define(
                    PRIORITY_BETA,
                    Type.DOUBLE,
                    .5,
                    Range.between(0, 1),
                    Importance.LOW,
                    "How far weights make up for drawing by error.")
            .define(
                    DYNA_UPDATES,
                    Type.INT,
                    0,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Least gradient steps on imagined customers after each fit of the response model; 0 for no imagination.")
            .define(
                    DYNA_UPDATES_PER_TRANSITION,
                    Type.DOUBLE,
                    .12,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Gradient steps on imagined customers after a fit, for each transition that it was fitted to.")
            .define(
                    DYNA_UPDATES_MAX,
                    Type.INT,
                    30_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Most gradient steps on imagined customers after a fit.")
            .define(
                    DYNA_RENEWAL_UPDATES,
                    Type.INT,
                    3_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Gradient steps until new customers are imagined by the same response model.")
            .define(
                    DYNA_GROWTH,
                    Type.DOUBLE,
                    1.0,
                    aboveZero(),
                    Importance.MEDIUM,
                    "The response model is fitted anew when there are this share more transitions.")
            .define(
                    DYNA_TRANSITIONS,
                    Type.INT,
                    1_000_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Most transitions that the response model is fitted to, the newest; 56 bytes each with twelve features.")
            .define(
                    DYNA_CUSTOMERS,
                    Type.INT,
                    2_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Customers that are imagined at each renewal.")
            .define(DYNA_STEPS, Type.INT, 20, Range.atLeast(1), Importance.LOW, "Steps that each of them lives.")
            .define(
                    DYNA_MEMORY_STATES,
                    Type.INT,
                    100_000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Most imagined states to learn from, the newest; 640 bytes each with twelve features and ten actions.")
            .define(
                    DYNA_BATCH_SIZE,
                    Type.INT,
                    64,
                    Range.between(1, 8_192),
                    Importance.LOW,
                    "Imagined states of a gradient step, each with all actions.")
            .define(
                    DIVERGENCE_Q,
                    Type.DOUBLE,
                    1e6,
                    aboveZero(),
                    Importance.LOW,
                    "Dollars; a mean highest Q-value beyond it ends learning as diverged.")
            .define(
                    EXPLORATION_START,
                    Type.DOUBLE,
                    1.0,
                    Range.between(0, 1),
                    Importance.MEDIUM,
                    "Epsilon of a snapshot before the first gradient step.")
            .define(EXPLORATION_END, Type.DOUBLE, .01, Range.between(0, 1), Importance.MEDIUM, "Least epsilon.")
            .define(
                    LEAST_GAIN,
                    Type.DOUBLE,
                    0.0,
                    Range.atLeast(0),
                    Importance.MEDIUM,
                    "Dollars that a message must promise more than none to be sent, over the rest of the customer's life."
                            + " Q-values are estimates; a gain within their error would be a message for nothing.")
            .define(
                    EXPLORATION_DECAY,
                    Type.DOUBLE,
                    .995,
                    aboveZero(),
                    Importance.MEDIUM,
                    "Factor of epsilon for each gradient step, at most 1.")
            .define(
                    MEMORY_TRANSITIONS,
                    Type.INT,
                    500_000,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Most transitions to learn from, the newest; 82 bytes each with the paper's state.")
            .define(
                    WARMUP_TRANSITIONS,
                    Type.LONG,
                    1_000L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Transitions before the first gradient step; what is owed until then follows at once.")
            .define(
                    UPDATES_PER_TRANSITION,
                    Type.DOUBLE,
                    .2,
                    Range.atLeast(0),
                    Importance.HIGH,
                    "Gradient steps on real transitions for each transition: episodes over the data divided by the batch"
                            + " size.")
            .define(
                    SNAPSHOT_INTERVAL_UPDATES,
                    Type.LONG,
                    500L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Gradient steps between snapshots.")
            .define(
                    SNAPSHOT_INTERVAL_MS,
                    Type.LONG,
                    0L,
                    Range.atLeast(0),
                    Importance.LOW,
                    "Milliseconds after which a snapshot is made even after fewer gradient steps; 0 to go by gradient steps alone.")
            .define(
                    IDLE_MS,
                    Type.LONG,
                    200L,
                    Range.between(1, 60_000),
                    Importance.LOW,
                    "Milliseconds without a new transition after which what was learned is published.")
            .define(
                    STATE_DIR,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "Folder for checkpoints, from which a restarted trainer goes on as if it had not stopped; empty for none: then"
                            + " a restart reads the whole log again.")
            .define(
                    STATE_INTERVAL_MS,
                    Type.LONG,
                    60_000L,
                    Range.atLeast(1),
                    Importance.LOW,
                    "Least milliseconds between checkpoints; more if writing would take over 3% of the time. A last one is"
                            + " written on stop.");

    static {
        GateSettings.define(DEFINITION);
    }

    /**
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong, or values do not fit each other
     */
    public TrainerSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
        try {
            features();
            dqn();
            experience();
            dyna();
            gate();
            loop();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    public TrainerPreset preset() {
        return TrainerPreset.byLabel(getString(PRESET));
    }

    /** What the agent sees of a state. */
    public List<StateFeature> features() {
        return getList(FEATURES).stream().map(StateFeature::byLabel).toList();
    }

    /** How states are encoded; empty if that is learned from data. */
    public Optional<StateEncoder> encoder() {
        return switch (getString(FEATURES_SCALING)) {
            case TYPICAL -> Optional.of(StateEncoder.typical(features()));
            case DATA -> Optional.empty();
            default -> Optional.of(StateEncoder.raw(features()));
        };
    }

    public String agent() {
        return getString(AGENT);
    }

    public long seed() {
        return getLong(SEED);
    }

    /** @throws UserError if there is such a file and it cannot be used */
    public ActionCatalogue catalogue() {
        String file = getString(CATALOGUE_FILE);
        try {
            return file.isEmpty() ? ActionCatalogue.standard() : ActionCatalogue.read(Path.of(file));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    public DqnSettings dqn() {
        double rate = getDouble(LEARNING_RATE);
        Double last = getDouble(LEARNING_RATE_LAST);
        return new DqnSettings.Builder()
                .hidden(getList(NETWORK_HIDDEN).stream().map(Integer::valueOf).toList())
                .dueling(getBoolean(NETWORK_DUELING))
                .gamma(getDouble(GAMMA))
                .batchSize(getInt(BATCH_SIZE))
                .rewardScale(getDouble(REWARD_SCALE))
                .learningRate(
                        last == null
                                ? LearningRate.constant(rate)
                                : new LearningRate(rate, last, getLong(LEARNING_RATE_UPDATES)))
                .mostGradientNorm(getDouble(GRADIENT_NORM_MAX))
                .averaging(getDouble(AVERAGING_DECAY))
                .target(new TargetSettings(
                        getBoolean(DOUBLE_DQN), getInt(TARGET_INTERVAL_UPDATES), getDouble(TARGET_RATE)))
                .loss(new LossSettings(getDouble(HUBER_DELTA), getDouble(CQL_ALPHA)))
                .build();
    }

    public ExperienceSettings experience() {
        return ExperienceSettings.of(
                getInt(MEMORY_TRANSITIONS),
                getInt(RETURN_STEPS),
                getDouble(GAMMA),
                getDouble(PRIORITY_ALPHA),
                getDouble(PRIORITY_BETA));
    }

    public DynaSettings dyna() {
        return new DynaSettings(
                getInt(DYNA_UPDATES),
                getDouble(DYNA_UPDATES_PER_TRANSITION),
                Math.max(getInt(DYNA_UPDATES), getInt(DYNA_UPDATES_MAX)),
                getInt(DYNA_RENEWAL_UPDATES),
                getDouble(DYNA_GROWTH),
                getInt(DYNA_TRANSITIONS),
                getInt(DYNA_CUSTOMERS),
                getInt(DYNA_STEPS),
                getInt(DYNA_MEMORY_STATES),
                getInt(DYNA_BATCH_SIZE));
    }

    public GateSettings gate() {
        return GateSettings.of(this);
    }

    public Duration idle() {
        return Duration.ofMillis(getLong(IDLE_MS));
    }

    /** Where checkpoints are kept; empty for none. */
    public Optional<Path> stateDir() {
        return Optional.of(getString(STATE_DIR))
                .filter(folder -> !folder.isBlank())
                .map(Path::of);
    }

    public Duration stateInterval() {
        return Duration.ofMillis(getLong(STATE_INTERVAL_MS));
    }

    /** The settings that a checkpoint's weights depend on, by key. */
    Map<String, String> whatLearningDependsOn() {
        Map<String, String> settings = described();
        settings.keySet().removeAll(NOT_LEARNED_FROM);
        return settings;
    }

    public LoopSettings loop() {
        return new LoopSettings(
                agent(),
                seed(),
                getLong(WARMUP_TRANSITIONS),
                getDouble(UPDATES_PER_TRANSITION),
                getLong(SNAPSHOT_INTERVAL_UPDATES),
                getLong(SNAPSHOT_INTERVAL_MS),
                getDouble(DIVERGENCE_Q),
                new ExplorationSchedule(
                        getDouble(EXPLORATION_START), getDouble(EXPLORATION_END), getDouble(EXPLORATION_DECAY)),
                getDouble(LEAST_GAIN),
                described());
    }

    private Map<String, String> described() {
        Map<String, String> described = new TreeMap<>();
        values().forEach((key, value) -> described.put(
                key,
                value instanceof List<?> list
                        ? String.join(",", list.stream().map(String::valueOf).toList())
                        : String.valueOf(value)));
        return described;
    }

    private static Map<String, String> own(SettingsSource source) {
        Map<String, String> values = source.resolve(DEFINITION, ConnectionSettings.DEFINITION);
        values.keySet().retainAll(DEFINITION.names());
        String preset = values.getOrDefault(PRESET, TrainerPreset.DYNA.label());
        Map<String, String> all = new LinkedHashMap<>();
        if (TrainerPreset.labels().contains(preset)) {
            all.putAll(TrainerPreset.byLabel(preset).settings());
        }
        all.putAll(values);
        return all;
    }

    private static ConfigDef.Validator aboveZero() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (value != null && !((Double) value > 0 && Double.isFinite((Double) value))) {
                        throw new ConfigException(name, value, "must be above 0");
                    }
                },
                () -> "above 0");
    }

    private static ConfigDef.Validator widths() {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    for (Object width : (List<?>) value) {
                        if (!String.valueOf(width).matches("[1-9]\\d{0,5}")) {
                            throw new ConfigException(name, value, "must be whole numbers from 1 to 999999");
                        }
                    }
                },
                () -> "whole numbers from 1 to 999999");
    }
}
