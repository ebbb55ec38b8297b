package io.leaven.dispatcher.delivery.receipt;

import dev.failsafe.RateLimiter;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** So many requests a second from each address; the addresses seen last are remembered, up to {@value #MOST}. Thread-safe. */
final class RateLimits {

    private static final int MOST = 10_000;

    private final int perSecond;
    private final Map<String, RateLimiter<Object>> limiters = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, RateLimiter<Object>> eldest) {
            return size() > MOST;
        }
    };

    RateLimits(int perSecond) {
        this.perSecond = perSecond;
    }

    synchronized boolean allows(String address) {
        return limiters.computeIfAbsent(
                        address,
                        a -> RateLimiter.burstyBuilder(perSecond, Duration.ofSeconds(1))
                                .build())
                .tryAcquirePermit();
    }
}
