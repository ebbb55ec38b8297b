package io.leaven.causal.fit;

import io.leaven.app.Suggestion;
import io.leaven.app.UserError;
import io.leaven.causal.mmm.LiftTest;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A lift test in one line: {@code channel=tv,from=2024-01-01,to=2024-01-22,spend=1000,effect=2500,se=400}. */
final class LiftTestText {

    private static final List<String> KEYS = List.of("channel", "from", "to", "spend", "effect", "se");

    private LiftTestText() {}

    /** @throws UserError naming what is missing, unknown or no number */
    static LiftTest parse(String text) {
        Map<String, String> parts = new LinkedHashMap<>();
        for (String part : text.split(",")) {
            String[] pair = part.split("=", 2);
            String key = pair[0].strip();
            if (pair.length != 2 || !KEYS.contains(key)) {
                throw new UserError("lift test '" + text + "': '" + part.strip() + "' is not one of KEY=VALUE with "
                        + String.join(", ", KEYS) + Suggestion.of(key, KEYS));
            }
            parts.put(key, pair[1].strip());
        }
        for (String key : KEYS) {
            if (!parts.containsKey(key)) {
                throw new UserError("lift test '" + text + "': '" + key + "' is missing");
            }
        }
        try {
            return new LiftTest(
                    parts.get("channel"),
                    PeriodText.parse(parts.get("from")),
                    PeriodText.parse(parts.get("to")),
                    number(text, parts, "spend"),
                    number(text, parts, "effect"),
                    number(text, parts, "se"));
        } catch (IllegalArgumentException e) {
            throw new UserError(e.getMessage(), e);
        }
    }

    private static double number(String text, Map<String, String> parts, String key) {
        try {
            return Double.parseDouble(parts.get(key));
        } catch (NumberFormatException e) {
            throw new UserError("lift test '" + text + "': " + key + " is '" + parts.get(key) + "', not a number", e);
        }
    }
}
