package io.leaven.control.snapshot;

import io.leaven.schemas.SnapshotOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One version in a list.
 *
 * @param createdAt null if it cannot be decoded, as the next two
 * @param verdict of the trainer's gate; null if it has none
 * @param live whether it decides
 * @param pinned whether a person said that it does
 * @param confirmed whether it is the last that stayed within its bands
 * @param onTrial whether it is live and held against the last good one
 * @param rolledBack null if it was not
 * @param unusable why a dispatcher refuses it; null if it does not
 */
record SnapshotRow(
        String agent,
        long version,
        String createdAt,
        Long gradientSteps,
        Long transitions,
        String verdict,
        boolean live,
        boolean pinned,
        boolean confirmed,
        boolean onTrial,
        RolledBack rolledBack,
        String unusable) {

    /** By which order, when and why. */
    record RolledBack(long with, Long backTo, String reason, String by, String at) {

        static RolledBack of(SnapshotOrder order) {
            return new RolledBack(
                    order.getVersion(),
                    order.getBackTo(),
                    order.getReason(),
                    order.getOrderedBy(),
                    order.getOrderedAt().toString());
        }
    }

    /** What has become of it, in words. */
    String state() {
        List<String> words = new ArrayList<>();
        if (live) {
            words.add("live");
        }
        if (pinned) {
            words.add("pinned");
        }
        if (onTrial) {
            words.add("on trial");
        }
        if (confirmed) {
            words.add("confirmed");
        }
        if (rolledBack != null) {
            words.add("rolled back: " + rolledBack.reason());
        }
        if (unusable != null) {
            words.add("unusable: " + unusable);
        }
        return String.join(", ", words);
    }

    static String header() {
        return String.format(
                "%8s  %-20s %15s %12s  %-9s  %s", "version", "made", "gradient steps", "transitions", "gate", "state");
    }

    String line() {
        return String.format(
                        Locale.ROOT,
                        "%8d  %-20s %15s %12s  %-9s  %s",
                        version,
                        createdAt == null ? "-" : createdAt.replaceAll("\\.\\d+Z", "Z"),
                        number(gradientSteps),
                        number(transitions),
                        gate(),
                        state())
                .stripTrailing();
    }

    String gate() {
        return verdict == null ? "-" : verdict.toLowerCase(Locale.ROOT);
    }

    private static String number(Long value) {
        return value == null ? "-" : String.format(Locale.ROOT, "%,d", value);
    }
}
