package io.leaven.generator.world;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.generator.world.WorldProfile.Channel;
import io.leaven.generator.world.WorldProfile.Promotion;
import java.util.List;

/**
 * The actions of a world by index: 0 none, then every promotion by the first channel, by the second, and so on. Decisions
 * name a channel and a promotion, so a catalogue in another order finds its action here by name.
 */
public final class ActionSpace {

    /** Index of the action that sends nothing. */
    public static final int NONE = 0;

    private final List<String> channels;
    private final List<String> promotions;

    public ActionSpace(WorldProfile profile) {
        this.channels = profile.channels().stream().map(Channel::name).toList();
        this.promotions = profile.promotions().stream().map(Promotion::name).toList();
        if (size() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "world '" + profile.name() + "' has " + size() + " actions, more than " + Byte.MAX_VALUE);
        }
    }

    public int size() {
        return 1 + channels.size() * promotions.size();
    }

    public int channels() {
        return channels.size();
    }

    public int promotions() {
        return promotions.size();
    }

    /** Position of the channel of a message. */
    public int channel(int action) {
        return (action - 1) / promotions.size();
    }

    /** Position of the promotion of a message. */
    public int promotion(int action) {
        return (action - 1) % promotions.size();
    }

    /** Index of the message with these positions. */
    public int index(int channel, int promotion) {
        return 1 + channel * promotions.size() + promotion;
    }

    /**
     * Index of the action with these names.
     *
     * @param channel null for none
     * @param promotion null for none
     * @throws UserError if the world knows no such channel or promotion
     */
    public int index(String channel, String promotion) {
        return channel == null && promotion == null
                ? NONE
                : index(position("channel", channel, channels), position("promotion", promotion, promotions));
    }

    private static int position(String what, String name, List<String> known) {
        int position = known.indexOf(name);
        if (position < 0) {
            throw new UserError("the simulated customers know no " + what + " '" + name + "'"
                    + Suggestion.of(String.valueOf(name), known) + " Known: " + String.join(", ", known));
        }
        return position;
    }
}
