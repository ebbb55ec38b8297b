package io.leaven.trainer.config;

import io.leaven.app.Validators;
import io.leaven.trainer.dyna.DynaSettings;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of {@link DynaSettings} by name. */
public final class DynaConfig {

    public static final String UPDATES = "trainer.dyna.updates";
    public static final String UPDATES_PER_TRANSITION = "trainer.dyna.updates.per.transition";
    public static final String UPDATES_MAX = "trainer.dyna.updates.max";
    public static final String RENEWAL_UPDATES = "trainer.dyna.renewal.updates";
    public static final String GROWTH = "trainer.dyna.growth";
    public static final String TRANSITIONS = "trainer.dyna.transitions";
    public static final String CUSTOMERS = "trainer.dyna.customers";
    public static final String STEPS = "trainer.dyna.steps";
    public static final String MEMORY_STATES = "trainer.dyna.memory.states";
    public static final String BATCH_SIZE = "trainer.dyna.batch.size";

    private DynaConfig() {}

    /** Adds the settings to those of the trainer. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        UPDATES,
                        Type.INT,
                        0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Least gradient steps on imagined customers after each fit of the response model; 0 for no imagination.")
                .define(
                        UPDATES_PER_TRANSITION,
                        Type.DOUBLE,
                        .12,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Gradient steps on imagined customers after a fit, for each transition that it was fitted to.")
                .define(
                        UPDATES_MAX,
                        Type.INT,
                        30_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most gradient steps on imagined customers after a fit.")
                .define(
                        RENEWAL_UPDATES,
                        Type.INT,
                        3_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Gradient steps until new customers are imagined by the same response model.")
                .define(
                        GROWTH,
                        Type.DOUBLE,
                        1.0,
                        Validators.aboveZero(),
                        Importance.MEDIUM,
                        "The response model is fitted anew when there are this share more transitions.")
                .define(
                        TRANSITIONS,
                        Type.INT,
                        1_000_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most transitions that the response model is fitted to, the newest; 56 bytes each with twelve features.")
                .define(
                        CUSTOMERS,
                        Type.INT,
                        2_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Customers that are imagined at each renewal.")
                .define(STEPS, Type.INT, 20, Range.atLeast(1), Importance.LOW, "Steps that each of them lives.")
                .define(
                        MEMORY_STATES,
                        Type.INT,
                        100_000,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most imagined states to learn from, the newest; 640 bytes each with twelve features and ten actions.")
                .define(
                        BATCH_SIZE,
                        Type.INT,
                        64,
                        Range.between(1, 8_192),
                        Importance.LOW,
                        "Imagined states of a gradient step, each with all actions.");
    }

    /** @throws IllegalArgumentException if values do not fit each other */
    public static DynaSettings of(AbstractConfig config) {
        return new DynaSettings(
                config.getInt(UPDATES),
                config.getDouble(UPDATES_PER_TRANSITION),
                Math.max(config.getInt(UPDATES), config.getInt(UPDATES_MAX)),
                config.getInt(RENEWAL_UPDATES),
                config.getDouble(GROWTH),
                config.getInt(TRANSITIONS),
                config.getInt(CUSTOMERS),
                config.getInt(STEPS),
                config.getInt(MEMORY_STATES),
                config.getInt(BATCH_SIZE));
    }
}
