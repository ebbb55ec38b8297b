package io.leaven.agent.snapshot;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a snapshot's key on its topic says: the other way round of {@code SnapshotCodec.key}. */
public record SnapshotKey(String agent, long version) {

    private static final Pattern KEY = Pattern.compile("(.+)/(\\d{12,18})");

    /** Empty if it is no such key. */
    public static Optional<SnapshotKey> parse(byte[] key) {
        Matcher matcher = KEY.matcher(key == null ? "" : new String(key, StandardCharsets.UTF_8));
        return matcher.matches()
                ? Optional.of(new SnapshotKey(matcher.group(1), Long.parseLong(matcher.group(2))))
                : Optional.empty();
    }
}
