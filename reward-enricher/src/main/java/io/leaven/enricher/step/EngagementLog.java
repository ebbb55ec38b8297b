package io.leaven.enricher.step;

import io.leaven.schemas.DeliveryStatus;
import io.leaven.schemas.Engagement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;

/**
 * What receipts said of a customer's messages, by step. Of each step it keeps the first opening and the first click, a click
 * being an opening, too: so repeats change nothing and receipts may come in any order. Changes the list that it is given.
 */
final class EngagementLog {

    private final List<Engagement> entries;

    EngagementLog(List<Engagement> entries) {
        this.entries = entries;
    }

    /**
     * Takes a receipt in; false if it says nothing new.
     *
     * @param status OPENED or CLICKED
     * @param at UTC milliseconds when it happened
     */
    boolean join(int step, DeliveryStatus status, long at) {
        Optional<Engagement> known = of(step);
        Long clickedAt = status == DeliveryStatus.CLICKED ? Long.valueOf(at) : null;
        Engagement joined = known.map(before -> new Engagement(
                        step, Math.min(before.getOpenedAt(), at), earlier(before.getClickedAt(), clickedAt)))
                .orElseGet(() -> new Engagement(step, at, clickedAt));
        if (known.isPresent() && known.get().equals(joined)) {
            return false;
        }
        known.ifPresent(entries::remove);
        entries.add(joined);
        return true;
    }

    private static Long earlier(Long a, Long b) {
        if (a == null || b == null) {
            return a == null ? b : a;
        }
        return Math.min(a, b);
    }

    Optional<Engagement> of(int step) {
        return entries.stream().filter(entry -> entry.getStep() == step).findFirst();
    }

    /** The same, and forgets it. */
    Optional<Engagement> take(int step) {
        Optional<Engagement> found = of(step);
        found.ifPresent(entries::remove);
        return found;
    }

    /** Forgets steps up to this one that are not among those to keep; returns how many there were. */
    int forget(int upTo, List<Integer> keep) {
        int forgotten = 0;
        for (Iterator<Engagement> each = entries.iterator(); each.hasNext(); ) {
            int step = each.next().getStep();
            if (step <= upTo && !keep.contains(step)) {
                each.remove();
                forgotten++;
            }
        }
        return forgotten;
    }

    /**
     * Forgets the furthest steps while more lie ahead than may: what is made up must not drive out what will be needed soon.
     *
     * @param after steps beyond this one lie ahead
     * @return how many were forgotten
     */
    int bound(int after, int most) {
        int forgotten = 0;
        while (entries.stream().filter(entry -> entry.getStep() > after).count() > most) {
            entries.remove(entries.stream()
                    .max(Comparator.comparingInt(Engagement::getStep))
                    .orElseThrow());
            forgotten++;
        }
        return forgotten;
    }

    List<Engagement> entries() {
        return new ArrayList<>(entries);
    }
}
