package io.leaven.dispatcher.delivery.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;

/**
 * The pauses between attempts: those of the Standard Webhooks specification by default, ten attempts over 75 hours. Each
 * pause is drawn uniformly from the scheduled one plus or minus a share of it, so that what failed together does not come back
 * together.
 *
 * @param pauses after the first, second, ... failure
 * @param jitter share of a pause that is random, 0 to 1
 */
public record RetrySchedule(List<Duration> pauses, double jitter) {

    public RetrySchedule {
        pauses = List.copyOf(pauses);
        if (!(jitter >= 0 && jitter <= 1)) {
            throw new IllegalArgumentException("jitter " + jitter + " is not between 0 and 1");
        }
    }

    /**
     * How long to wait after a failure; none if it was the last attempt.
     *
     * @param failures of this message so far, 1 or more
     * @param wish the backend's: the pause is no shorter
     */
    public Optional<Duration> pause(int failures, Optional<Duration> wish, RandomGenerator random) {
        if (failures > pauses.size()) {
            return Optional.empty();
        }
        double factor = 1 + jitter * (2 * random.nextDouble() - 1);
        Duration own = Duration.ofNanos(Math.round(pauses.get(failures - 1).toNanos() * factor));
        return Optional.of(wish.filter(asked -> asked.compareTo(own) > 0).orElse(own));
    }
}
