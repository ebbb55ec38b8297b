package io.leaven.control.watch;

import java.time.Duration;
import java.util.Optional;

/**
 * What to watch of a topic.
 *
 * @param fromBeginning whether to show what the topic holds already
 * @param customer only this customer's records
 * @param limit end after so many lines
 * @param silence end when no line was due for so long
 */
record WatchRequest(
        boolean fromBeginning, Optional<String> customer, Optional<Long> limit, Optional<Duration> silence) {}
