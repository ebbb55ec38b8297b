package io.leaven.causal.mmm;

import java.time.LocalDate;

/**
 * When a row is of: the first day of its period, or just its number.
 *
 * @param label as shown, such as {@code 2024-01-01} or {@code 17}
 * @param order days since 1970-01-01, or the number
 * @param dated whether it is a day
 */
public record Period(String label, long order, boolean dated) {

    public static Period of(LocalDate day) {
        return new Period(day.toString(), day.toEpochDay(), true);
    }

    public static Period numbered(long number) {
        return new Period(Long.toString(number), number, false);
    }

    LocalDate day() {
        return LocalDate.ofEpochDay(order);
    }
}
