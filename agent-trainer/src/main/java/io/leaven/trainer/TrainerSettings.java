package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.app.Validators;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.schemas.topic.Topic;
import io.leaven.schemas.topic.Topics;
import io.leaven.trainer.config.DqnConfig;
import io.leaven.trainer.config.DynaConfig;
import io.leaven.trainer.config.ExperienceConfig;
import io.leaven.trainer.config.GateConfig;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dyna.DynaSettings;
import io.leaven.trainer.gate.GateSettings;
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
    public static final String REPLAY = "trainer.replay";
    public static final String SEED = "trainer.seed";
    public static final String CATALOGUE_FILE = "trainer.catalogue.file";
    public static final String FEATURES = "trainer.features";
    public static final String FEATURES_SCALING = "trainer.features.scaling";
    public static final String DIVERGENCE_Q = "trainer.divergence.q";
    public static final String EXPLORATION_START = "trainer.exploration.start";
    public static final String EXPLORATION_END = "trainer.exploration.end";
    public static final String EXPLORATION_DECAY = "trainer.exploration.decay";
    public static final String LEAST_GAIN = "trainer.least.gain";
    public static final String WARMUP_TRANSITIONS = "trainer.warmup.transitions";
    public static final String UPDATES_PER_TRANSITION = "trainer.updates.per.transition";
    public static final String SNAPSHOT_INTERVAL_UPDATES = "trainer.snapshot.interval.updates";
    public static final String SNAPSHOT_INTERVAL_MS = "trainer.snapshot.interval.ms";
    public static final String IDLE_MS = "trainer.idle.ms";
    public static final String STATE_DIR = "trainer.state.dir";
    public static final String STATE_INTERVAL_MS = "trainer.state.interval.ms";

    /** What a trainer may be restarted with and still go on from its checkpoint: no weight depends on it, or what it names is told apart otherwise. */
    private static final Set<String> NOT_LEARNED_FROM = Set.of(
            PRESET,
            CATALOGUE_FILE,
            REPLAY,
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
            .define(
                    REPLAY,
                    Type.STRING,
                    "",
                    Importance.MEDIUM,
                    "NAME of a rebuilt replay to learn from, which `leaven enrich --rebuild NAME` writes; empty for the topic replay.")
            .define(SEED, Type.LONG, 1L, Importance.MEDIUM, "Seed of the first weights and of the sampling.")
            .define(
                    CATALOGUE_FILE,
                    Type.STRING,
                    "",
                    Importance.HIGH,
                    "Channels and promotions; empty for the standard ten actions.")
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
                    DIVERGENCE_Q,
                    Type.DOUBLE,
                    1e6,
                    Validators.aboveZero(),
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
                    Validators.aboveZero(),
                    Importance.MEDIUM,
                    "Factor of epsilon for each gradient step, at most 1.")
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
        DqnConfig.define(DEFINITION);
        ExperienceConfig.define(DEFINITION);
        DynaConfig.define(DEFINITION);
        GateConfig.define(DEFINITION);
    }

    /**
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong, or values do not fit each other
     */
    public TrainerSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
        try {
            replay();
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

    /** What is learned from: the topic {@code replay}, or a rebuilt copy of it. */
    Topic<Transition> replay() {
        String rebuilt = getString(REPLAY);
        return rebuilt.isEmpty() ? Topics.REPLAY : Topics.rebuiltReplay(rebuilt);
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
        return DqnConfig.of(this);
    }

    public ExperienceSettings experience() {
        return ExperienceConfig.of(this, dqn().gamma());
    }

    public DynaSettings dyna() {
        return DynaConfig.of(this);
    }

    public GateSettings gate() {
        return GateConfig.of(this);
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
}
