package io.leaven.dispatcher.guardrail.history;

import java.util.Arrays;

/** When messages went to one customer, and by which channel. For one thread. */
public final class MessageHistory {

    /** Of a customer who never had any; never added to. */
    public static final MessageHistory EMPTY = new MessageHistory();

    private long[] times = {};
    private String[] channels = {};
    private int size;

    /**
     * Messages less than a window before or after a moment. Later ones count too, as messages are planned ahead; a limit that
     * holds at each message when it is decided then holds in every window, in whatever order their moments lie.
     *
     * @param channel only by this one; null for all
     * @param at UTC milliseconds
     * @param window milliseconds
     */
    public int around(String channel, long at, long window) {
        int count = 0;
        for (int i = 0; i < size; i++) {
            if (Math.abs(times[i] - at) < window && (channel == null || channel.equals(channels[i]))) {
                count++;
            }
        }
        return count;
    }

    void add(String channel, long at) {
        if (size == times.length) {
            times = Arrays.copyOf(times, size + 1 + size / 2);
            channels = Arrays.copyOf(channels, times.length);
        }
        times[size] = at;
        channels[size++] = channel;
    }

    void forgetBefore(long at) {
        int kept = 0;
        for (int i = 0; i < size; i++) {
            if (times[i] >= at) {
                times[kept] = times[i];
                channels[kept++] = channels[i];
            }
        }
        Arrays.fill(channels, kept, size, null);
        size = kept;
    }

    /** How many messages are remembered. */
    int size() {
        return size;
    }
}
