package io.leaven.evaluation.fleet.audit;

import io.leaven.evaluation.fleet.audit.Finding.Sort;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What must be there and what was seen, in a few bits for each step. It finds at once what is there twice or is wrong by itself;
 * what is missing or has no cause, {@link Verifier} finds. Safe for use by several threads.
 */
public final class Ledger {

    private static final int MOST_KEPT = 1_000;

    private final Map<Kind, StepSet> expected = new EnumMap<>(Kind.class);
    private final Map<Kind, StepSet> seen = new EnumMap<>(Kind.class);
    private final StepSet events = new StepSet();
    private final Map<String, Integer> lettersExpected = new HashMap<>();
    private final Map<String, Integer> letters = new HashMap<>();
    private final StepNumbers sentBodies = new StepNumbers();
    private final List<Finding> findings = new ArrayList<>();
    private final StepNumbers actions = new StepNumbers();
    private long duplicated;
    private long wrong;
    private long repeatedSends;
    private long newestSnapshot;

    public Ledger() {
        for (Kind kind : Kind.values()) {
            expected.put(kind, new StepSet());
            seen.put(kind, new StepSet());
        }
    }

    /** An event is on its topic: acknowledged by the brokers. */
    public synchronized void acknowledged(CustomerStep step) {
        events.add(step);
    }

    /** That will have to be there. */
    public synchronized void expect(Kind kind, CustomerStep step) {
        expected.get(kind).add(step);
    }

    /** It is there; whether for the first time. */
    public synchronized boolean saw(Kind kind, CustomerStep step) {
        boolean first = seen.get(kind).add(step);
        if (!first) {
            duplicated++;
            found(Sort.DUPLICATED, kind.label(), step.toString());
        }
        return first;
    }

    /**
     * A decision is there. Whether for the first time.
     *
     * @param action 0 for no message
     */
    public synchronized boolean sawDecision(CustomerStep step, int action) {
        actions.set(step, action);
        if (action != 0) {
            expect(Kind.ACTION, step);
        }
        return saw(Kind.DECISION, step);
    }

    /** A transition is there, with that action; the action of its decision must be the same. */
    public synchronized void sawTransition(CustomerStep step, int action, boolean decided) {
        saw(Kind.TRANSITION, step);
        if (!decided) {
            wrong("transition", step + " closed without its decision");
        } else if (seen.get(Kind.DECISION).contains(step) && actions.get(step) != action) {
            wrong("transition", step + " has action " + action + ", its decision " + actions.get(step));
        }
    }

    /** A message reached the backend; again under the same key is no duplicate to one that honours keys, another text is. */
    public synchronized void sent(CustomerStep step, int hashOfBody) {
        // 0 stands for none.
        int body = hashOfBody == 0 ? 1 : hashOfBody;
        if (seen.get(Kind.SEND).add(step)) {
            sentBodies.set(step, body);
            return;
        }
        repeatedSends++;
        if (sentBodies.get(step) != body) {
            duplicated++;
            found(Sort.DUPLICATED, Kind.SEND.label(), step + " was sent twice with different bodies");
        }
    }

    /** A snapshot was published; versions must rise. */
    public synchronized void snapshot(long version) {
        if (version <= newestSnapshot) {
            wrong("snapshot", "version " + version + " came after " + newestSnapshot);
        }
        newestSnapshot = Math.max(newestSnapshot, version);
    }

    /**
     * A record that nobody can use was written.
     *
     * @param position {@code topic-partition@offset}
     * @param once whether its letter may come only once; else once or more
     */
    public synchronized void expectLetter(String position, boolean once) {
        lettersExpected.put(position, once ? 1 : Integer.MAX_VALUE);
    }

    /** A dead letter is there, about the record of that position. */
    public synchronized void letter(String position) {
        letters.merge(position, 1, Integer::sum);
    }

    /** Something is wrong by itself. */
    public synchronized void wrong(String of, String what) {
        wrong++;
        found(Sort.WRONG, of, what);
    }

    private void found(Sort sort, String of, String what) {
        if (findings.size() < MOST_KEPT) {
            findings.add(new Finding(sort, of, what));
        }
    }

    /** Counts at this moment. */
    public synchronized Counts counts() {
        return new Counts(
                events.size(),
                seen(Kind.REQUEST),
                seen(Kind.DECISION),
                seen(Kind.TRANSITION),
                seen(Kind.ACTION),
                seen(Kind.SEND),
                letters.values().stream().mapToLong(Integer::longValue).sum(),
                newestSnapshot,
                duplicated,
                wrong,
                repeatedSends);
    }

    private long seen(Kind kind) {
        return seen.get(kind).size();
    }

    /** What must be there as of this moment. */
    public synchronized Mark mark() {
        Map<Kind, StepSet> now = new EnumMap<>(Kind.class);
        expected.forEach((kind, steps) -> now.put(kind, steps.copy()));
        // What was acted upon must reach the backend.
        now.put(Kind.SEND, seen.get(Kind.ACTION).copy());
        return new Mark(now, Map.copyOf(lettersExpected));
    }

    /** What must have been there at some moment. */
    public static final class Mark {
        private final Map<Kind, StepSet> steps;
        private final Map<String, Integer> letters;

        private Mark(Map<Kind, StepSet> steps, Map<String, Integer> letters) {
            this.steps = steps;
            this.letters = letters;
        }
    }

    /** How much of what had to be there is still missing. */
    public synchronized long missing(Mark mark) {
        long missing = 0;
        for (Kind kind : Kind.values()) {
            missing += mark.steps.get(kind).countWithout(seen.get(kind));
        }
        return missing
                + mark.letters.keySet().stream()
                        .filter(position -> !letters.containsKey(position))
                        .count();
    }

    /** All that is wrong if nothing more comes. */
    synchronized List<Finding> close(int most) {
        List<Finding> all = new ArrayList<>(findings);
        Mark mark = mark();
        for (Kind kind : Kind.values()) {
            StepSet must = mark.steps.get(kind);
            StepSet is = seen.get(kind);
            must.without(is, most).forEach(step -> all.add(new Finding(Sort.LOST, kind.label(), step.toString())));
            is.without(must, most)
                    .forEach(step -> all.add(new Finding(Sort.UNEXPECTED, kind.label(), step.toString())));
        }
        lettersExpected.forEach((position, allowed) -> {
            int came = letters.getOrDefault(position, 0);
            if (came == 0) {
                all.add(new Finding(Sort.LOST, "dead letter", position));
            } else if (came > allowed) {
                all.add(new Finding(Sort.DUPLICATED, "dead letter", position + " came " + came + " times"));
            }
        });
        letters.keySet().stream()
                .filter(position -> !lettersExpected.containsKey(position))
                .forEach(position -> all.add(new Finding(Sort.UNEXPECTED, "dead letter", position)));
        return all;
    }

    synchronized long lost() {
        return missing(mark());
    }
}
