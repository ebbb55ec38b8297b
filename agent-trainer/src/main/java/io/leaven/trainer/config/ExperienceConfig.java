package io.leaven.trainer.config;

import io.leaven.trainer.replay.ExperienceSettings;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of {@link ExperienceSettings} by name. */
public final class ExperienceConfig {

    public static final String MEMORY_TRANSITIONS = "trainer.memory.transitions";
    public static final String RETURN_STEPS = "trainer.return.steps";
    public static final String PRIORITY_ALPHA = "trainer.priority.alpha";
    public static final String PRIORITY_BETA = "trainer.priority.beta";

    private ExperienceConfig() {}

    /** Adds the settings to those of the trainer. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        RETURN_STEPS,
                        Type.INT,
                        1,
                        Range.between(1, 1_000),
                        Importance.LOW,
                        "Steps that a return is summed over before the network's own value takes over.")
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
                        MEMORY_TRANSITIONS,
                        Type.INT,
                        500_000,
                        Range.atLeast(1),
                        Importance.MEDIUM,
                        "Most transitions to learn from, the newest; 82 bytes each with the paper's state.");
    }

    /**
     * @param gamma discount of a step inside a return
     * @throws IllegalArgumentException if values do not fit each other
     */
    public static ExperienceSettings of(AbstractConfig config, double gamma) {
        return ExperienceSettings.of(
                config.getInt(MEMORY_TRANSITIONS),
                config.getInt(RETURN_STEPS),
                gamma,
                config.getDouble(PRIORITY_ALPHA),
                config.getDouble(PRIORITY_BETA));
    }
}
