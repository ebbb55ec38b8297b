package io.leaven.trainer.config;

import io.leaven.trainer.gate.GateSettings;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;

/** The settings of a {@link GateSettings} by name. */
public final class GateConfig {

    public static final String SHARE = "trainer.gate.share";
    public static final String CUSTOMERS = "trainer.gate.customers";
    public static final String STEPS = "trainer.gate.steps";
    public static final String MARGIN = "trainer.gate.margin";
    public static final String LEVEL = "trainer.gate.level";
    public static final String LEAST_CUSTOMERS = "trainer.gate.customers.min";
    public static final String LEAST_EFFECTIVE = "trainer.gate.effective.min";

    /** Folds of the estimator are five, and each needs a customer. */
    private static final int FOLDS = 5;

    private GateConfig() {}

    /** Adds the settings to those of the trainer. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        SHARE,
                        Type.DOUBLE,
                        0.0,
                        Range.between(0, .9),
                        Importance.HIGH,
                        "Share of the customers, by a hash of their id, that are kept from learning to judge snapshots on: one"
                                + " that may be worse than the live one is published, but does not go live. 0 for no"
                                + " gate. The presets `dyna` and `double-dqn` have .1.")
                .define(
                        CUSTOMERS,
                        Type.INT,
                        500,
                        Range.atLeast(FOLDS),
                        Importance.MEDIUM,
                        "Most customers that are held out, so that judging takes bounded time; with more, the share shrinks.")
                .define(
                        STEPS,
                        Type.INT,
                        100,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Most steps kept of each of them, the newest; about 200 bytes each.")
                .define(
                        MARGIN,
                        Type.DOUBLE,
                        10.0,
                        Range.atLeast(0),
                        Importance.MEDIUM,
                        "Dollars of discounted reward a customer that a snapshot may be worse than the live one, by the lower"
                                + " bound.")
                .define(
                        LEVEL,
                        Type.DOUBLE,
                        .9,
                        Range.between(.5, .999),
                        Importance.LOW,
                        "Level of the two-sided interval whose lower bound counts.")
                .define(
                        LEAST_CUSTOMERS,
                        Type.INT,
                        200,
                        Range.atLeast(FOLDS),
                        Importance.LOW,
                        "Held-out customers that a judgement must rest on.")
                .define(
                        LEAST_EFFECTIVE,
                        Type.DOUBLE,
                        10.0,
                        Range.atLeast(0),
                        Importance.LOW,
                        "Effective sample size that it must have: customers of equal weight that would tell as much.");
    }

    /** @throws IllegalArgumentException if values do not fit each other */
    public static GateSettings of(AbstractConfig config) {
        return new GateSettings(
                config.getDouble(SHARE),
                config.getInt(CUSTOMERS),
                config.getInt(STEPS),
                config.getDouble(MARGIN),
                config.getDouble(LEVEL),
                config.getInt(LEAST_CUSTOMERS),
                config.getDouble(LEAST_EFFECTIVE));
    }
}
