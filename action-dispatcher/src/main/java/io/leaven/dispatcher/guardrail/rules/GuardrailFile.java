package io.leaven.dispatcher.guardrail.rules;

import io.leaven.app.Suggestion;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads {@code guardrails.yaml}; {@code docs/guardrails.yaml} shows every key. A key that is not known, a channel that the
 * catalogue lacks, a value or a window that makes no sense is refused with file and line. Pure.
 */
public final class GuardrailFile {

    private static final List<String> KEYS = List.of(
            "time-zone",
            "quiet-hours",
            "expire-after",
            "cap",
            "minimum-gap",
            "do-not-disturb",
            "discount-budget",
            "send-rate",
            "channels");
    private static final List<String> CHANNEL_KEYS =
            List.of("send", "consent", "needs-address", "cap", "quiet-hours", "expire-after");
    private static final List<String> BUDGET_KEYS = List.of("dollars", "ticket", "price-step");
    private static final double DEFAULT_PRICE_STEP = 50;
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}) ?(s|m|h|d)");
    private static final Pattern CAP = Pattern.compile("(\\d{1,9}) per (\\S.*)");
    private static final Pattern MONEY = Pattern.compile("(\\d+(?:\\.\\d+)?) per (\\S.*)");
    private static final Pattern QUIET = Pattern.compile("(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d) (hold|drop)");

    private GuardrailFile() {}

    /**
     * The rules that a text lays down.
     *
     * @param file its name, for complaints
     * @param channels of the catalogue
     * @throws IllegalArgumentException naming file and line, if something is wrong in it
     */
    public static GuardrailRules parse(String text, String file, List<String> channels) {
        YamlSection root = YamlSection.of(text, file).only(KEYS);
        Optional<QuietHours> quietHours =
                root.scalar("quiet-hours").flatMap(value -> value.as(GuardrailFile::quietHours));
        Optional<Duration> expireAfter = root.scalar("expire-after").map(value -> value.as(GuardrailFile::duration));
        return new GuardrailRules(
                Optional.of(version(text)),
                root.scalar("time-zone")
                        .map(value -> value.as(GuardrailFile::zone))
                        .orElse(ZoneOffset.UTC),
                channels(root, channels, quietHours, expireAfter),
                caps(root),
                root.scalar("minimum-gap").map(value -> value.as(GuardrailFile::window)),
                root.scalar("do-not-disturb")
                        .map(value -> value.as(GuardrailFile::yesOrNo))
                        .orElse(false),
                root.section("discount-budget").map(GuardrailFile::budget),
                root.scalar("send-rate").map(value -> value.as(GuardrailFile::cap)));
    }

    private static Map<String, ChannelRules> channels(
            YamlSection root, List<String> known, Optional<QuietHours> quietHours, Optional<Duration> expireAfter) {
        Optional<YamlSection> named = root.section("channels").map(section -> section.only(known));
        Map<String, ChannelRules> channels = new HashMap<>();
        for (String channel : known) {
            Optional<YamlSection> own =
                    named.flatMap(section -> section.section(channel)).map(section -> section.only(CHANNEL_KEYS));
            channels.put(
                    channel,
                    new ChannelRules(
                            value(own, "send", GuardrailFile::yesOrNo).orElse(true),
                            value(own, "consent", GuardrailFile::optIn).orElse(false),
                            value(own, "needs-address", GuardrailFile::yesOrNo).orElse(true),
                            own.map(GuardrailFile::caps).orElse(List.of()),
                            value(own, "quiet-hours", GuardrailFile::quietHours).orElse(quietHours),
                            value(own, "expire-after", GuardrailFile::duration).or(() -> expireAfter)));
        }
        return channels;
    }

    private static <T> Optional<T> value(Optional<YamlSection> section, String key, Function<String, T> reader) {
        return section.flatMap(own -> own.scalar(key)).map(value -> value.as(reader));
    }

    private static List<Cap> caps(YamlSection section) {
        return section.scalars("cap").stream()
                .map(value -> value.as(GuardrailFile::cap))
                .toList();
    }

    private static DiscountBudget budget(YamlSection section) {
        section.only(BUDGET_KEYS);
        YamlSection.Scalar dollars = section.required("dollars");
        String wanted = "dollars per window, such as '500 per 1d'";
        return new DiscountBudget(
                dollars.as(text -> above(match(MONEY, text, wanted).group(1))),
                dollars.as(text -> window(match(MONEY, text, wanted).group(2))),
                section.required("ticket").as(GuardrailFile::above),
                section.scalar("price-step")
                        .map(step -> step.as(GuardrailFile::notBelow))
                        .orElse(DEFAULT_PRICE_STEP));
    }

    static Cap cap(String text) {
        Matcher parts = match(CAP, text, "a cap, such as '3 per 7d'");
        return new Cap(Integer.parseInt(parts.group(1)), window(parts.group(2)));
    }

    /** A window that a rule looks back. */
    private static Duration window(String text) {
        Duration window = duration(text);
        if (window.compareTo(GuardrailRules.LONGEST) > 0) {
            throw new IllegalArgumentException("window '" + text + "' is longer than " + GuardrailRules.LONGEST.toDays()
                    + "d, for which messages are kept");
        }
        return window;
    }

    private static Duration duration(String text) {
        Matcher parts = match(DURATION, text, "a duration, such as 90s, 30m, 12h or 7d");
        long number = Long.parseLong(parts.group(1));
        if (number == 0) {
            throw new IllegalArgumentException("'" + text + "' has no length");
        }
        return switch (parts.group(2)) {
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> Duration.ofDays(number);
        };
    }

    /** Empty for {@code none}. */
    private static Optional<QuietHours> quietHours(String text) {
        if (text.equals("none")) {
            return Optional.empty();
        }
        Matcher parts = match(QUIET, text, "quiet hours, such as '21:30-08:00 hold', '21:30-08:00 drop' or 'none'");
        try {
            return Optional.of(new QuietHours(
                    LocalTime.parse(parts.group(1)),
                    LocalTime.parse(parts.group(2)),
                    parts.group(3).equals("hold")));
        } catch (DateTimeException e) {
            throw new IllegalArgumentException("'" + text + "' names a time that no clock shows", e);
        }
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no time zone" + Suggestion.of(text, ZoneId.getAvailableZoneIds()), e);
        }
    }

    private static boolean optIn(String text) {
        return switch (text) {
            case "opt-in" -> true;
            case "opt-out" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither opt-in nor opt-out");
        };
    }

    private static boolean yesOrNo(String text) {
        return switch (text) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException("'" + text + "' is neither true nor false");
        };
    }

    private static double above(String text) {
        double number = notBelow(text);
        if (number == 0) {
            throw new IllegalArgumentException("'" + text + "' is not above 0");
        }
        return number;
    }

    private static double notBelow(String text) {
        if (!text.matches("\\d{1,12}(\\.\\d{1,9})?")) {
            throw new IllegalArgumentException("'" + text + "' is not a number of 0 or more");
        }
        return Double.parseDouble(text);
    }

    private static Matcher match(Pattern pattern, String text, String what) {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not " + what);
        }
        return matcher;
    }

    private static String version(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
