package io.leaven.trainer;

import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.config.DqnConfig;
import io.leaven.trainer.config.DynaConfig;
import io.leaven.trainer.config.ExperienceConfig;
import io.leaven.trainer.config.GateConfig;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A named choice of what the agent sees and how it learns. Single settings go before it. */
public enum TrainerPreset {
    /**
     * Plans with a learned response model: double DQN on scaled features that tell of the customer's past, fed by imagined customers.
     * The default, for what the experiments show.
     */
    DYNA(dyna()),
    /** The same network and features on real transitions alone. */
    DOUBLE_DQN(doubleDqn()),
    /**
     * The paper's agent: the state of eight as it is, without scaling, 24-24, and the defaults of every setting. Ten passes over
     * 25,000 transitions in batches of 50 are 5,000 gradient steps, .2 for each transition. Unscaled inputs train unevenly; that
     * is part of what the paper did.
     */
    PAPER(Map.of());

    private final Map<String, String> settings;

    TrainerPreset(Map<String, String> settings) {
        this.settings = settings;
    }

    private static Map<String, String> common() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put(
                TrainerSettings.FEATURES,
                StateFeature.WITH_HISTORY.stream().map(StateFeature::label).collect(Collectors.joining(",")));
        settings.put(TrainerSettings.FEATURES_SCALING, "typical");
        settings.put(DqnConfig.NETWORK_HIDDEN, "128,128");
        settings.put(DqnConfig.GAMMA, ".99");
        settings.put(DqnConfig.REWARD_SCALE, ".05");
        settings.put(DqnConfig.DOUBLE_DQN, "true");
        settings.put(DqnConfig.TARGET_INTERVAL_UPDATES, "200");
        settings.put(DqnConfig.HUBER_DELTA, "1");
        settings.put(DqnConfig.LEARNING_RATE_LAST, "1e-4");
        settings.put(DqnConfig.AVERAGING_DECAY, ".999");
        settings.put(GateConfig.SHARE, ".1");
        settings.put(TrainerSettings.LEAST_GAIN, "2");
        return settings;
    }

    private static Map<String, String> dyna() {
        Map<String, String> settings = common();
        settings.put(TrainerSettings.UPDATES_PER_TRANSITION, "0");
        settings.put(DynaConfig.UPDATES, "3000");
        settings.put(DqnConfig.LEARNING_RATE_UPDATES, "20000");
        settings.put(DqnConfig.AVERAGING_DECAY, ".9995");
        settings.put(TrainerSettings.SNAPSHOT_INTERVAL_UPDATES, "2000");
        settings.put(TrainerSettings.EXPLORATION_START, ".1");
        settings.put(TrainerSettings.EXPLORATION_END, ".02");
        settings.put(TrainerSettings.EXPLORATION_DECAY, ".9998");
        return settings;
    }

    private static Map<String, String> doubleDqn() {
        Map<String, String> settings = common();
        settings.put(DqnConfig.BATCH_SIZE, "256");
        settings.put(ExperienceConfig.RETURN_STEPS, "3");
        settings.put(TrainerSettings.EXPLORATION_START, ".5");
        settings.put(TrainerSettings.EXPLORATION_END, ".05");
        settings.put(TrainerSettings.EXPLORATION_DECAY, ".9995");
        return settings;
    }

    /** Settings that differ from the defaults, by key. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The name in settings, such as {@code double-dqn}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(TrainerPreset::label).toList();
    }

    static TrainerPreset byLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT).replace('-', '_'));
    }
}
