package io.leaven.trainer.config;

import io.leaven.app.Validators;
import io.leaven.trainer.dqn.DqnSettings;
import io.leaven.trainer.dqn.LossSettings;
import io.leaven.trainer.dqn.TargetSettings;
import io.leaven.trainer.network.LearningRate;
import java.util.List;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;

/** The settings of a {@link DqnSettings} by name. */
public final class DqnConfig {

    public static final String NETWORK_HIDDEN = "trainer.network.hidden";
    public static final String NETWORK_DUELING = "trainer.network.dueling";
    public static final String GAMMA = "trainer.gamma";
    public static final String BATCH_SIZE = "trainer.batch.size";
    public static final String LEARNING_RATE = "trainer.learning.rate";
    public static final String LEARNING_RATE_LAST = "trainer.learning.rate.last";
    public static final String LEARNING_RATE_UPDATES = "trainer.learning.rate.updates";
    public static final String REWARD_SCALE = "trainer.reward.scale";
    public static final String DOUBLE_DQN = "trainer.double.dqn";
    public static final String TARGET_INTERVAL_UPDATES = "trainer.target.interval.updates";
    public static final String TARGET_RATE = "trainer.target.rate";
    public static final String HUBER_DELTA = "trainer.huber.delta";
    public static final String CQL_ALPHA = "trainer.cql.alpha";
    public static final String GRADIENT_NORM_MAX = "trainer.gradient.norm.max";
    public static final String AVERAGING_DECAY = "trainer.averaging.decay";

    private DqnConfig() {}

    /** Adds the settings to those of the trainer. */
    public static ConfigDef define(ConfigDef definition) {
        return definition
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
                .define(
                        LEARNING_RATE,
                        Type.DOUBLE,
                        1e-3,
                        Validators.aboveZero(),
                        Importance.MEDIUM,
                        "Learning rate of Adam.")
                .define(
                        LEARNING_RATE_LAST,
                        Type.DOUBLE,
                        null,
                        Validators.aboveZero(),
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
                        NETWORK_DUELING,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "Whether the last hidden layer is split into a stream of the value and one of the advantages.")
                .define(
                        REWARD_SCALE,
                        Type.DOUBLE,
                        1.0,
                        Validators.aboveZero(),
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
                        "Decay, by gradient step, of the moving average of the weights that snapshots hold; 0 for the newest.");
    }

    /** @throws IllegalArgumentException if values do not fit each other */
    public static DqnSettings of(AbstractConfig config) {
        double rate = config.getDouble(LEARNING_RATE);
        Double last = config.getDouble(LEARNING_RATE_LAST);
        return new DqnSettings.Builder()
                .hidden(config.getList(NETWORK_HIDDEN).stream()
                        .map(Integer::valueOf)
                        .toList())
                .dueling(config.getBoolean(NETWORK_DUELING))
                .gamma(config.getDouble(GAMMA))
                .batchSize(config.getInt(BATCH_SIZE))
                .rewardScale(config.getDouble(REWARD_SCALE))
                .learningRate(
                        last == null
                                ? LearningRate.constant(rate)
                                : new LearningRate(rate, last, config.getLong(LEARNING_RATE_UPDATES)))
                .mostGradientNorm(config.getDouble(GRADIENT_NORM_MAX))
                .averaging(config.getDouble(AVERAGING_DECAY))
                .target(new TargetSettings(
                        config.getBoolean(DOUBLE_DQN),
                        config.getInt(TARGET_INTERVAL_UPDATES),
                        config.getDouble(TARGET_RATE)))
                .loss(new LossSettings(config.getDouble(HUBER_DELTA), config.getDouble(CQL_ALPHA)))
                .build();
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
