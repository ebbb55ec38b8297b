package io.leaven.trainer;

import io.leaven.agent.state.StateEncoder;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** A named choice of what the agent sees and how it learns. Single settings go before it. */
public enum TrainerPreset {
    /**
     * The paper's agent: the state of eight as it is, without scaling, 24-24, and the defaults of every setting. Ten passes over
     * 25,000 transitions in batches of 50 are 5,000 gradient steps, .2 for each transition. Unscaled inputs train unevenly; that
     * is part of what the paper did.
     */
    PAPER(Map.of()) {
        @Override
        public StateEncoder encoder() {
            return StateEncoder.paper();
        }
    };

    private final Map<String, String> settings;

    TrainerPreset(Map<String, String> settings) {
        this.settings = settings;
    }

    /** What the agent sees of a state. */
    public abstract StateEncoder encoder();

    /** Settings that differ from the defaults, by key. */
    public Map<String, String> settings() {
        return settings;
    }

    /** The name in settings, such as {@code paper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    static List<String> labels() {
        return Arrays.stream(values()).map(TrainerPreset::label).toList();
    }

    static TrainerPreset byLabel(String label) {
        return valueOf(label.toUpperCase(Locale.ROOT));
    }
}
