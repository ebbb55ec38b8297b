package io.leaven.agent.live;

/**
 * Which snapshot decides in the record only.
 *
 * @param kind how it is chosen
 * @param version of {@link Kind#VERSION}; else of no effect
 */
public record ShadowChoice(Kind kind, long version) {

    private static final String NONE = "none";
    private static final String NEWEST = "newest";

    /** How a shadow is chosen. */
    public enum Kind {
        /** There is no shadow. */
        NONE,
        /** The newest version above the live one: refused by the gate, rolled back, or newer than what is pinned. */
        NEWEST,
        /** A version of the live agent, unless it is the live one. */
        VERSION
    }

    public static ShadowChoice none() {
        return new ShadowChoice(Kind.NONE, 0);
    }

    /** @throws IllegalArgumentException if the text is neither {@code none}, {@code newest} nor a version */
    public static ShadowChoice parse(String text) {
        if (text.equals(NONE) || text.isEmpty()) {
            return none();
        }
        if (text.equals(NEWEST)) {
            return new ShadowChoice(Kind.NEWEST, 0);
        }
        if (text.matches("[1-9]\\d{0,17}")) {
            return new ShadowChoice(Kind.VERSION, Long.parseLong(text));
        }
        throw new IllegalArgumentException("'" + text + "' is neither none, newest nor a version such as 12");
    }
}
