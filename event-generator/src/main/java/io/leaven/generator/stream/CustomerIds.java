package io.leaven.generator.stream;

import java.util.OptionalInt;

/**
 * Ids of simulated customers: prefix, dash, number in six digits or more, such as {@code log42-000017}. Finds the number of
 * an id without a table of all ids.
 *
 * @param prefix what the ids begin with
 * @param size how many customers there are, numbered from 0
 */
record CustomerIds(String prefix, int size) {

    private static final int DIGITS = 6;

    String id(int customer) {
        String number = Integer.toString(customer);
        return prefix + "-" + "0".repeat(Math.max(0, DIGITS - number.length())) + number;
    }

    /** The customer of that id; empty if it is none of ours. */
    OptionalInt customer(String id) {
        int start = prefix.length() + 1;
        if (!id.startsWith(prefix) || id.length() < start + DIGITS) {
            return OptionalInt.empty();
        }
        long number = 0;
        for (int i = start; i < id.length(); i++) {
            char c = id.charAt(i);
            if (c < '0' || c > '9' || number >= size) {
                return OptionalInt.empty();
            }
            number = 10 * number + (c - '0');
        }
        return number < size && id(Math.toIntExact(number)).equals(id)
                ? OptionalInt.of((int) number)
                : OptionalInt.empty();
    }
}
