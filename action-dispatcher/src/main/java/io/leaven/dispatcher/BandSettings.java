package io.leaven.dispatcher;

import io.leaven.agent.live.ShadowChoice;
import io.leaven.dispatcher.snapshot.BandLimits;
import io.leaven.dispatcher.snapshot.LiftLimits;
import java.util.Optional;
import java.util.function.DoublePredicate;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The part of the dispatcher's settings that is about control bands and the shadow. */
public final class BandSettings {

    public static final String SHADOW_VERSION = "dispatcher.shadow.version";
    public static final String BANDS = "dispatcher.bands";
    public static final String ALPHA = "dispatcher.bands.alpha";
    public static final String CUSTOMERS = "dispatcher.bands.customers";
    public static final String WINDOW_CUSTOMERS = "dispatcher.bands.window.customers";
    public static final String SHARE = "dispatcher.bands.share";
    public static final String VALUE_FACTOR = "dispatcher.bands.value.factor";
    public static final String LIFT = "dispatcher.bands.lift";
    public static final String LIFT_LEAST = "dispatcher.bands.lift.least";
    public static final String LIFT_STEPS = "dispatcher.bands.lift.steps";
    public static final String LIFT_CUSTOMERS = "dispatcher.bands.lift.customers";

    private static final ConfigDef.Validator BETWEEN = check(value -> value > 0 && value < 1, "above 0 and below 1");

    private final AbstractConfig settings;

    BandSettings(AbstractConfig settings) {
        this.settings = settings;
    }

    static ConfigDef define(ConfigDef definition) {
        return definition
                .define(
                        SHADOW_VERSION,
                        Type.STRING,
                        "none",
                        ConfigDef.LambdaValidator.with(BandSettings::checkShadow, () -> "none, newest or a version"),
                        Importance.MEDIUM,
                        "Snapshot that decides in the record only (`Decision.shadow`, `leaven explain`): `none`; `newest`,"
                                + " the newest above the live one, be it refused by the gate, rolled back or newer than"
                                + " what is pinned; or a version.")
                .define(
                        BANDS,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether a new snapshot is held against the last good one on the same requests, and rolled back if"
                                + " it leaves its control bands. With the preset `paper`, whose agents change from one"
                                + " snapshot to the next, false.")
                .define(
                        ALPHA,
                        Type.DOUBLE,
                        0.01,
                        BETWEEN,
                        Importance.LOW,
                        "Chance that a snapshot within what is allowed is ever rolled back by one dispatcher, and that one"
                                + " that is worth the least lift is.")
                .define(
                        CUSTOMERS,
                        Type.INT,
                        300,
                        Range.atLeast(BandLimits.FEWEST_CUSTOMERS),
                        Importance.LOW,
                        "Customers after whose first decision a new snapshot is confirmed.")
                .define(
                        WINDOW_CUSTOMERS,
                        Type.INT,
                        50,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Customers between two looks at the bands.")
                .define(
                        SHARE,
                        Type.DOUBLE,
                        0.5,
                        check(value -> value > 0 && value <= 1, "above 0, up to 1"),
                        Importance.MEDIUM,
                        "How much the share of an action may change, up to 1; 1 for any. It takes about .6 to leave the band"
                                + " within a trial; good snapshots changed shares by up to .51 (ADR 17).")
                .define(
                        VALUE_FACTOR,
                        Type.DOUBLE,
                        4.0,
                        check(value -> value > 1, "above 1"),
                        Importance.MEDIUM,
                        "Factor by which the mean of the highest Q-value may rise or fall. From one good snapshot to the next"
                                + " it rose by up to 2.4 while values still grew.")
                .define(
                        LIFT,
                        Type.BOOLEAN,
                        true,
                        Importance.MEDIUM,
                        "Whether to read the topic replay for the live snapshot's lift against the holdout, and roll it back"
                                + " if that is credibly too low; of no effect without a holdout.")
                .define(
                        LIFT_LEAST,
                        Type.DOUBLE,
                        0.0,
                        Importance.MEDIUM,
                        "Dollars a step that the agent's customers must bring more than the holdout's.")
                .define(
                        LIFT_STEPS,
                        Type.INT,
                        1,
                        Range.atLeast(1),
                        Importance.LOW,
                        "Steps of each customer that the lift counts, from when the snapshot went live.")
                .define(
                        LIFT_CUSTOMERS,
                        Type.INT,
                        100_000,
                        Range.atLeast(2 * BandLimits.FEWEST_CUSTOMERS),
                        Importance.LOW,
                        "Customers after which a snapshot's lift is not watched any more.");
    }

    public ShadowChoice shadow() {
        return ShadowChoice.parse(settings.getString(SHADOW_VERSION));
    }

    /** Whether new snapshots are on trial. */
    boolean areOn() {
        return settings.getBoolean(BANDS);
    }

    public BandLimits limits() {
        return new BandLimits(
                settings.getDouble(ALPHA),
                settings.getInt(CUSTOMERS),
                settings.getInt(WINDOW_CUSTOMERS),
                settings.getDouble(SHARE),
                settings.getDouble(VALUE_FACTOR));
    }

    /** None if the lift is not to be watched. */
    public Optional<LiftLimits> lift() {
        return settings.getBoolean(LIFT)
                ? Optional.of(new LiftLimits(
                        settings.getDouble(ALPHA),
                        settings.getDouble(LIFT_LEAST),
                        settings.getInt(LIFT_STEPS),
                        settings.getInt(LIFT_CUSTOMERS)))
                : Optional.empty();
    }

    private static void checkShadow(String name, Object value) {
        try {
            ShadowChoice.parse((String) value);
        } catch (IllegalArgumentException e) {
            throw new ConfigException(name, value, e.getMessage());
        }
    }

    private static ConfigDef.Validator check(DoublePredicate holds, String words) {
        return ConfigDef.LambdaValidator.with(
                (name, value) -> {
                    if (!holds.test((Double) value)) {
                        throw new ConfigException(name, value, "must be " + words);
                    }
                },
                () -> words);
    }
}
