package io.leaven.trainer;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.network.FlatParameters;
import io.leaven.agent.state.StateEncoder;
import io.leaven.app.ConnectionSettings;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.trainer.dqn.DqnSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
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
    public static final String EXPLORATION_START = "trainer.exploration.start";
    public static final String EXPLORATION_END = "trainer.exploration.end";
    public static final String EXPLORATION_DECAY = "trainer.exploration.decay";
    public static final String MEMORY_TRANSITIONS = "trainer.memory.transitions";
    public static final String WARMUP_TRANSITIONS = "trainer.warmup.transitions";
    public static final String UPDATES_PER_TRANSITION = "trainer.updates.per.transition";
    public static final String SNAPSHOT_INTERVAL_UPDATES = "trainer.snapshot.interval.updates";
    public static final String IDLE_MS = "trainer.idle.ms";

    public static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    PRESET,
                    Type.STRING,
                    TrainerPreset.PAPER.label(),
                    ValidString.in(TrainerPreset.labels().toArray(String[]::new)),
                    Importance.HIGH,
                    "What the agent sees and how it learns; single settings go before it. `paper` is the paper's agent on"
                            + " the raw state of eight.")
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
                    EXPLORATION_START,
                    Type.DOUBLE,
                    1.0,
                    Range.between(0, 1),
                    Importance.MEDIUM,
                    "Epsilon of a snapshot before the first gradient step.")
            .define(EXPLORATION_END, Type.DOUBLE, .01, Range.between(0, 1), Importance.MEDIUM, "Least epsilon.")
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
                    aboveZero(),
                    Importance.HIGH,
                    "Gradient steps for each transition: episodes over the data divided by the batch size.")
            .define(
                    SNAPSHOT_INTERVAL_UPDATES,
                    Type.LONG,
                    500L,
                    Range.atLeast(1),
                    Importance.MEDIUM,
                    "Gradient steps between snapshots.")
            .define(
                    IDLE_MS,
                    Type.LONG,
                    200L,
                    Range.between(1, 60_000),
                    Importance.LOW,
                    "Milliseconds without a new transition after which what was learned is published.");

    /**
     * @throws UserError if a key is unknown
     * @throws ConfigException if a value is wrong, or values do not fit each other
     */
    public TrainerSettings(SettingsSource source) {
        super(DEFINITION, own(source), false);
        try {
            dqn();
            loop();
        } catch (IllegalArgumentException e) {
            throw new ConfigException(e.getMessage());
        }
    }

    public TrainerPreset preset() {
        return TrainerPreset.byLabel(getString(PRESET));
    }

    /** What the agent sees of a state. */
    public StateEncoder encoder() {
        return preset().encoder();
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
        return new DqnSettings(
                getList(NETWORK_HIDDEN).stream().map(Integer::valueOf).toList(),
                FlatParameters.Start.UNIFORM,
                getDouble(GAMMA),
                getInt(BATCH_SIZE),
                getDouble(LEARNING_RATE));
    }

    public int memoryTransitions() {
        return getInt(MEMORY_TRANSITIONS);
    }

    public Duration idle() {
        return Duration.ofMillis(getLong(IDLE_MS));
    }

    public LoopSettings loop() {
        return new LoopSettings(
                agent(),
                seed(),
                getLong(WARMUP_TRANSITIONS),
                getDouble(UPDATES_PER_TRANSITION),
                getLong(SNAPSHOT_INTERVAL_UPDATES),
                new ExplorationSchedule(
                        getDouble(EXPLORATION_START), getDouble(EXPLORATION_END), getDouble(EXPLORATION_DECAY)),
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
        String preset = values.getOrDefault(PRESET, TrainerPreset.PAPER.label());
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
                    if (!((Double) value > 0 && Double.isFinite((Double) value))) {
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
