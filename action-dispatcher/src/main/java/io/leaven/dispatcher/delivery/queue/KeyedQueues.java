package io.leaven.dispatcher.delivery.queue;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.function.Predicate;

/**
 * One queue for each key: items of a key go out one after the other in the order they came, items of different keys side by
 * side. The first item of a key is either ready, out, or waiting for a time; those behind it wait for it to be done. Not
 * thread-safe.
 */
public final class KeyedQueues<T> {

    private final Map<String, ArrayDeque<Ticket<T>>> queues = new HashMap<>();
    private final Queue<Ticket<T>> ready = new ArrayDeque<>();
    private final PriorityQueue<Ticket<T>> waiting = new PriorityQueue<>(
            Comparator.comparing((Ticket<T> ticket) -> ticket.due).thenComparingLong(ticket -> ticket.number));
    private long numbers;
    private int size;

    /** An item and its place. */
    public static final class Ticket<T> {
        private final String key;
        private final T item;
        private final long number;
        private Instant due;
        private boolean dropped;

        private Ticket(String key, T item, long number, Instant due) {
            this.key = key;
            this.item = item;
            this.number = number;
            this.due = due;
        }

        public String key() {
            return key;
        }

        public T item() {
            return item;
        }
    }

    /** @param notBefore when it may go out at the earliest */
    public void add(String key, T item, Instant notBefore) {
        ArrayDeque<Ticket<T>> queue = queues.computeIfAbsent(key, k -> new ArrayDeque<>(2));
        Ticket<T> ticket = new Ticket<>(key, item, numbers++, notBefore);
        queue.add(ticket);
        size++;
        if (queue.size() == 1) {
            waiting.add(ticket);
        }
    }

    /** Takes out the next item that may go out now, if there is one. It stays first of its key until it is done. */
    public Optional<Ticket<T>> next(Instant now) {
        while (!waiting.isEmpty() && !waiting.peek().due.isAfter(now)) {
            ready.add(waiting.poll());
        }
        return Optional.ofNullable(ready.poll());
    }

    /** Puts an item that is out back at the head of its key, to go out again later. */
    public void postpone(Ticket<T> ticket, Instant due) {
        if (!ticket.dropped) {
            ticket.due = due;
            waiting.add(ticket);
        }
    }

    /** Ends an item that is out and lets the one behind it forward. */
    public void done(Ticket<T> ticket) {
        if (ticket.dropped) {
            return;
        }
        ArrayDeque<Ticket<T>> queue = queues.get(ticket.key);
        if (queue == null || queue.peek() != ticket) {
            throw new IllegalStateException("the item of key '" + ticket.key + "' is not the first of its key");
        }
        queue.poll();
        size--;
        if (queue.isEmpty()) {
            queues.remove(ticket.key);
        } else {
            waiting.add(queue.peek());
        }
    }

    /** Forgets items, those that are out, too: what is said of them later has no effect. */
    public void drop(Predicate<T> unwanted) {
        ready.removeIf(ticket -> unwanted.test(ticket.item));
        waiting.removeIf(ticket -> unwanted.test(ticket.item));
        queues.values().removeIf(queue -> {
            queue.removeIf(ticket -> {
                ticket.dropped = unwanted.test(ticket.item);
                size -= ticket.dropped ? 1 : 0;
                return ticket.dropped;
            });
            return queue.isEmpty();
        });
    }

    /** Items that are not done. */
    public int size() {
        return size;
    }

    /** When the next waiting item becomes due; none if no item waits. */
    public Optional<Instant> nextDue() {
        return ready.isEmpty()
                ? Optional.ofNullable(waiting.peek()).map(ticket -> ticket.due)
                : Optional.of(Instant.MIN);
    }
}
