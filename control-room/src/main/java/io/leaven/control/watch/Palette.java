package io.leaven.control.watch;

import java.util.Map;
import java.util.regex.Pattern;

/** Colours for a terminal, or none at all. */
enum Palette {
    COLOURED {
        @Override
        String paint(String code, String text) {
            return "\u001b[" + code + "m" + text + "\u001b[0m";
        }
    },
    PLAIN {
        @Override
        String paint(String code, String text) {
            return text;
        }
    };

    private static final Pattern CONTROL = Pattern.compile("\\p{Cc}");
    private static final Pattern CONTROL_BUT_COLOURS = Pattern.compile("(?!\u001b\\[(?:[012]|3[1236])m)\\p{Cc}");

    /** Colours on a terminal, unless the environment has a {@code NO_COLOR} that is not empty (no-color.org). */
    static Palette suitable(boolean terminal, Map<String, String> environment) {
        boolean refused = !environment.getOrDefault("NO_COLOR", "").isEmpty();
        return terminal && !refused ? COLOURED : PLAIN;
    }

    abstract String paint(String code, String text);

    /**
     * A finished line without control characters but the palette's own: text in a record may hold anything, yet a line stays
     * one line, and the terminal obeys nobody else.
     */
    String oneLine(String text) {
        return (this == COLOURED ? CONTROL_BUT_COLOURS : CONTROL).matcher(text).replaceAll(" ");
    }

    String faint(String text) {
        return paint("2", text);
    }

    String strong(String text) {
        return paint("1", text);
    }

    String name(String text) {
        return paint("36", text);
    }

    String good(String text) {
        return paint("32", text);
    }

    String bad(String text) {
        return paint("31", text);
    }

    String notable(String text) {
        return paint("33", text);
    }
}
