package io.leaven.evaluation.tuning;

import io.leaven.evaluation.policy.Arena;
import io.leaven.evaluation.policy.PolicyStudy;
import io.leaven.evaluation.policy.Recipe;
import io.leaven.evaluation.policy.Section;
import io.leaven.evaluation.policy.UntrainedException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Searches for better settings of an agent. Logs that candidates learn from and customers that they are judged on have seeds of their
 * own, so that what is found can be judged on customers that had no part in finding it. Repeats exactly for the same plan.
 */
public final class TuningStudy {

    /** Apart from every seed that a study of policies draws on. */
    private static final long SEEDS = 10_000_000;

    private final Recipe base;
    private final PolicyStudy.Plan plan;
    private final List<Map<String, String>> candidates;

    /**
     * @param base what is to be better; it is the first candidate
     * @param trials candidates beside it, different from each other as far as the space has so many
     * @param plan world, customers and first seed
     */
    public TuningStudy(Recipe base, SearchSpace space, int trials, PolicyStudy.Plan plan) {
        this.base = base;
        this.plan = plan;
        UniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(SEEDS + plan.firstSeed());
        Set<Map<String, String>> drawn = new LinkedHashSet<>(List.of(Map.of()));
        for (int draw = 0; draw < 100 * trials && drawn.size() <= trials; draw++) {
            drawn.add(space.draw(random));
        }
        this.candidates = List.copyOf(drawn);
    }

    /** What will be tried, by key, the base's own settings first as none. */
    public List<Map<String, String>> candidates() {
        return candidates;
    }

    /**
     * Searches.
     *
     * @param budget trainings, at least one for each candidate
     * @param atOnce trainings at the same time; changes how long it takes, not what comes of it
     * @param done told after each training, by any thread; may throw to stop
     */
    public SuccessiveHalving.Outcome search(int budget, int atOnce, Consumer<String> done) {
        Map<Integer, Arena> arenas = new ConcurrentHashMap<>();
        return SuccessiveHalving.search(candidates, budget, atOnce, (settings, round) -> {
            Arena arena = arenas.computeIfAbsent(round, any -> new Arena(plan, SEEDS + plan.firstSeed() + round));
            double score;
            try {
                score = arena.score(base.with(settings));
            } catch (UntrainedException e) {
                score = Double.NaN;
            }
            done.accept(words(settings));
            return score;
        });
    }

    /** The trials as a table: how each did on the customers set apart. */
    public static Section section(SuccessiveHalving.Outcome outcome) {
        List<Map<String, Object>> rows = new ArrayList<>();
        for (Trial trial : outcome.trials()) {
            Map<String, Object> row = new LinkedHashMap<>();
            row.put("trial", trial.number());
            row.put("runs", trial.scores().size());
            row.put("validation", Double.isNaN(trial.mean()) ? null : trial.mean());
            row.put("settings", words(trial.settings()));
            rows.add(row);
        }
        return new Section("trials", rows);
    }

    /** Settings in one line. */
    public static String words(Map<String, String> settings) {
        return settings.isEmpty()
                ? "as they are"
                : settings.entrySet().stream()
                        .map(entry -> entry.getKey().replaceFirst("^trainer\\.", "") + "=" + entry.getValue())
                        .collect(Collectors.joining(" "));
    }
}
