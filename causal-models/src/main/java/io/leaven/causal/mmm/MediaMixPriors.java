package io.leaven.causal.mmm;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The priors of a media mix model, by the name of what they are for: {@code lambda}, {@code theta}, {@code a}, {@code b},
 * {@code beta}, {@code sigma}, {@code intercept}, {@code control}, {@code trend}, {@code season}. One for a single channel or
 * control, such as {@code beta[tv]}, goes before that for all. The defaults are those of Jin et al. (2017), on the scaled model.
 * Immutable.
 */
public final class MediaMixPriors {

    /** The priors of the paper; theta, which it does not have, is half-normal with a scale of two periods. */
    public static final MediaMixPriors PAPER = new MediaMixPriors(Map.of(
            "lambda", "beta(2,2)",
            "theta", "halfnormal(2)",
            "a", "gamma(3,2)",
            "b", "beta(2,2)",
            "beta", "normal(5,3)",
            "sigma", "halfnormal(1)",
            "intercept", "normal(0,10)",
            "control", "normal(0,1)",
            "trend", "normal(0,1)",
            "season", "normal(0,1)"));

    private static final Set<Support> ANY = Set.of(Support.values());
    private static final Set<Support> ABOVE_ZERO = Set.of(Support.POSITIVE, Support.UNIT);
    private static final Map<String, Set<Support>> ALLOWED = Map.of(
            "lambda", Set.of(Support.UNIT),
            "theta", ABOVE_ZERO,
            "a", ABOVE_ZERO,
            "b", ABOVE_ZERO,
            "beta", ANY,
            "sigma", ABOVE_ZERO,
            "intercept", ANY,
            "control", ANY,
            "trend", ANY,
            "season", ANY);
    private static final Set<String> BY_NAME = Set.of("lambda", "theta", "a", "b", "beta", "control");

    private final Map<String, Prior> priors;

    private MediaMixPriors(Map<String, ?> priors) {
        Map<String, Prior> parsed = new LinkedHashMap<>();
        priors.forEach(
                (name, prior) -> parsed.put(name, prior instanceof Prior given ? given : Priors.parse((String) prior)));
        this.priors = Map.copyOf(parsed);
    }

    /**
     * The same with some priors replaced.
     *
     * @param texts such as {@code lambda=beta(2,2)} or {@code beta[tv]=normal(3,1)}
     * @throws IllegalArgumentException if a text names nothing known, or a prior that reaches where its parameter must not be
     */
    public MediaMixPriors with(List<String> texts) {
        Map<String, Prior> all = new LinkedHashMap<>(priors);
        for (String text : texts) {
            int equals = text.indexOf('=');
            if (equals < 0) {
                throw new IllegalArgumentException("'" + text + "' is no NAME=PRIOR, such as lambda=beta(2,2)");
            }
            String name = text.substring(0, equals).strip();
            all.put(name, checked(name, Priors.parse(text.substring(equals + 1))));
        }
        return new MediaMixPriors(all);
    }

    private static Prior checked(String name, Prior prior) {
        int bracket = name.indexOf('[');
        String kind = bracket < 0 ? name : name.substring(0, bracket);
        Set<Support> allowed = ALLOWED.get(kind);
        if (allowed == null || bracket >= 0 && !(name.endsWith("]") && BY_NAME.contains(kind))) {
            throw new IllegalArgumentException("there is no parameter '" + name + "'; known are "
                    + String.join(", ", ALLOWED.keySet().stream().sorted().toList())
                    + ", and those of one channel or control, such as beta[tv]");
        }
        if (!allowed.contains(prior.support())) {
            throw new IllegalArgumentException(String.format(
                    Locale.ROOT,
                    "%s=%s: that prior allows %s, but %s must be %s",
                    name,
                    prior,
                    prior.support().words(),
                    kind,
                    kind.equals("lambda") ? Support.UNIT.words() : Support.POSITIVE.words()));
        }
        return prior;
    }

    /**
     * Refuses priors of channels and controls that are not there.
     *
     * @throws IllegalArgumentException naming the first such prior
     */
    void checkNames(Collection<String> channels, Collection<String> controls) {
        for (String name : priors.keySet()) {
            int bracket = name.indexOf('[');
            if (bracket >= 0) {
                String member = name.substring(bracket + 1, name.length() - 1);
                Collection<String> known = name.startsWith("control[") ? controls : channels;
                if (!known.contains(member)) {
                    throw new IllegalArgumentException(
                            "the prior of '" + name + "' is for none of " + String.join(", ", known));
                }
            }
        }
    }

    /** The prior of a kind of parameter. */
    public Prior of(String kind) {
        return priors.get(kind);
    }

    /** The prior of one channel's or control's parameter. */
    public Prior of(String kind, String member) {
        return priors.getOrDefault(kind + "[" + member + "]", priors.get(kind));
    }

    /** All priors as text, by name. */
    public Map<String, String> texts() {
        Map<String, String> texts = new TreeMap<>();
        priors.forEach((name, prior) -> texts.put(name, prior.toString()));
        return texts;
    }
}
