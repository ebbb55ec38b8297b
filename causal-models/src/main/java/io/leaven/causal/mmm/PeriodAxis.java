package io.leaven.causal.mmm;

import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.IntFunction;

/** Checks that periods follow each other without a gap: by days (so weeks, too), by months, or by numbers. */
final class PeriodAxis {

    private PeriodAxis() {}

    /**
     * Looks for gaps.
     *
     * @param periods in ascending order without duplicates, at least two
     * @param where names a row in an error
     * @throws IllegalArgumentException naming the first gap and the first period that is missing
     */
    static void checkRegular(List<Period> periods, IntFunction<String> where) {
        if (periods.get(0).dated() && monthly(periods)) {
            checkMonths(periods, where);
            return;
        }
        long step = Long.MAX_VALUE;
        for (int i = 1; i < periods.size(); i++) {
            step = Math.min(step, periods.get(i).order() - periods.get(i - 1).order());
        }
        for (int i = 1; i < periods.size(); i++) {
            Period before = periods.get(i - 1);
            if (periods.get(i).order() - before.order() != step) {
                Period missing = before.dated()
                        ? Period.of(before.day().plusDays(step))
                        : Period.numbered(before.order() + step);
                throw gap(before, periods.get(i), missing, where.apply(i));
            }
        }
    }

    /** Whether all fall on the same day of the month, or the last one, and are a month or more apart. */
    private static boolean monthly(List<Period> periods) {
        int day = periods.stream()
                .mapToInt(period -> period.day().getDayOfMonth())
                .max()
                .orElseThrow();
        for (int i = 0; i < periods.size(); i++) {
            LocalDate date = periods.get(i).day();
            if (date.getDayOfMonth() != Math.min(day, date.lengthOfMonth())) {
                return false;
            }
            if (i > 0 && periods.get(i).order() - periods.get(i - 1).order() < 28) {
                return false;
            }
        }
        return true;
    }

    private static void checkMonths(List<Period> periods, IntFunction<String> where) {
        long step = Long.MAX_VALUE;
        for (int i = 1; i < periods.size(); i++) {
            step = Math.min(step, months(periods.get(i - 1), periods.get(i)));
        }
        for (int i = 1; i < periods.size(); i++) {
            Period before = periods.get(i - 1);
            if (months(before, periods.get(i)) != step) {
                throw gap(before, periods.get(i), Period.of(before.day().plusMonths(step)), where.apply(i));
            }
        }
    }

    private static long months(Period from, Period to) {
        return ChronoUnit.MONTHS.between(from.day().withDayOfMonth(1), to.day().withDayOfMonth(1));
    }

    private static IllegalArgumentException gap(Period before, Period after, Period missing, String where) {
        return new IllegalArgumentException(
                where + ": there is a gap before " + after.label() + ": the period before it is "
                        + before.label() + ", and " + missing.label()
                        + " is missing; add the missing rows, with spend 0 where nothing was spent");
    }
}
