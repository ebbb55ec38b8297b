package io.leaven.causal.fit;

import io.leaven.causal.mmm.Period;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Periods as people write them: {@code 2024-01-29}, {@code 2024/1/29}, a date with a time behind it (which is left away), a
 * month as {@code 2024-01}, or a number such as 17. Forms in which day and month could be taken for each other are refused.
 */
final class PeriodText {

    private static final Pattern DATE = Pattern.compile("(\\d{4})[-/](\\d{1,2})(?:[-/](\\d{1,2})(?:[T ].*)?)?");
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,9}");

    private PeriodText() {}

    /** @throws IllegalArgumentException if the text is neither */
    static Period parse(String text) {
        if (NUMBER.matcher(text).matches()) {
            return Period.numbered(Long.parseLong(text));
        }
        Matcher date = DATE.matcher(text);
        if (date.matches()) {
            try {
                int day = date.group(3) == null ? 1 : Integer.parseInt(date.group(3));
                return Period.of(LocalDate.of(Integer.parseInt(date.group(1)), Integer.parseInt(date.group(2)), day));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("'" + text + "' is no day of the calendar", e);
            }
        }
        throw new IllegalArgumentException("'" + text
                + "' is no period: a date such as 2024-01-29 (year first), a month such as 2024-01, or a number");
    }
}
