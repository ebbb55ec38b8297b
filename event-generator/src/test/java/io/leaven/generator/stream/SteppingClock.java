package io.leaven.generator.stream;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that goes on by a millisecond each time it is read. */
final class SteppingClock extends Clock {

    private long millis = 1_700_000_000_000L;

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException("only UTC");
    }

    @Override
    public Instant instant() {
        return Instant.ofEpochMilli(millis++);
    }

    @Override
    public long millis() {
        return instant().toEpochMilli();
    }
}
