package io.leaven.enricher.step;

import io.leaven.schemas.CustomerStepState;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;

/** The store of deadlines, of events that wait for their decision and of transitions that are held, in order of time. */
final class DeadlineStore {

    private static final byte[] OF_EVENT = {};
    private static final byte[] OF_TRANSITION = {1};

    private final KeyValueStore<Deadline, byte[]> store;

    DeadlineStore(KeyValueStore<Deadline, byte[]> store) {
        this.store = store;
    }

    /** @param memory of the customer from now on: an event waits for a step after the last closed one */
    void open(Deadline deadline, CustomerStepState memory) {
        boolean closed = memory.getState() != null
                && deadline.step() <= memory.getState().getStep();
        store.put(deadline, closed ? OF_TRANSITION : OF_EVENT);
    }

    void settle(Deadline deadline) {
        store.delete(deadline);
    }

    /** Settles all deadlines of a customer. */
    void forget(String customerId, CustomerStepState memory) {
        memory.getWaiting().forEach(event -> settle(new Deadline(event.getDeadline(), customerId, event.getStep())));
        memory.getHeld()
                .forEach(held -> settle(new Deadline(
                        held.getDeadline(), customerId, held.getTransition().getStep())));
    }

    /** The first deadlines that are not after now, one for each customer. */
    List<Deadline> overdue(long now, int most) {
        List<Deadline> found = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Deadline first = new Deadline(0, "", 0);
        Deadline end = new Deadline(now + 1, "", 0);
        try (KeyValueIterator<Deadline, byte[]> due = store.range(first, end)) {
            while (due.hasNext() && found.size() < most) {
                KeyValue<Deadline, byte[]> next = due.next();
                if (seen.add(next.key.customerId())) {
                    found.add(next.key);
                }
            }
        }
        return found;
    }

    /** How many events wait, and how many transitions. */
    record Count(long events, long transitions) {}

    Count count() {
        long events = 0;
        long transitions = 0;
        try (KeyValueIterator<Deadline, byte[]> all = store.all()) {
            while (all.hasNext()) {
                if (all.next().value.length == OF_EVENT.length) {
                    events++;
                } else {
                    transitions++;
                }
            }
        }
        return new Count(events, transitions);
    }
}
