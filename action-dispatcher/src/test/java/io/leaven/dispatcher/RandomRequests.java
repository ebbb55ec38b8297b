package io.leaven.dispatcher;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.DecisionRequest;
import io.leaven.schemas.Gender;
import io.leaven.schemas.Tier;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

/** Requests as the enricher writes them, by seed. Some have objections to channels and a list of allowed actions. */
public final class RandomRequests {

    private static final List<String> CHANNELS = List.of("push", "text", "email");
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;

    public RandomRequests(long seed) {
        this.random = new Random(seed);
    }

    /** Of customers c-0, c-1, ... */
    public List<DecisionRequest> list(int count) {
        List<DecisionRequest> requests = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            requests.add(one("c-" + i));
        }
        return requests;
    }

    public DecisionRequest one(String customerId) {
        int step = 1 + random.nextInt(50);
        return DecisionRequest.newBuilder()
                .setDecisionId(customerId + ":" + step)
                .setCustomerId(customerId)
                .setStep(step)
                .setRequestedAt(START.plusSeconds(3600L * step))
                .setState(state(step - 1))
                .setConsent(consent())
                .setAllowedActions(random.nextInt(4) > 0 ? null : allowed())
                .build();
    }

    /** A request with nothing closed. */
    public DecisionRequest open(String customerId) {
        DecisionRequest request = one(customerId);
        request.setConsent(Map.of());
        request.setAllowedActions(null);
        return request;
    }

    private CustomerState state(int step) {
        return CustomerState.newBuilder()
                .setAttributes(CustomerAttributes.newBuilder()
                        .setAge(18 + random.nextInt(60))
                        .setGender(Gender.values()[random.nextInt(3)])
                        .setDistanceMiles(25 * random.nextDouble())
                        .build())
                .setTier(Tier.values()[random.nextInt(4)])
                .setStep(step)
                .build();
    }

    private Map<String, Boolean> consent() {
        Map<String, Boolean> consent = new HashMap<>();
        for (String channel : CHANNELS) {
            if (random.nextInt(3) == 0) {
                consent.put(channel, random.nextBoolean());
            }
        }
        return consent;
    }

    private List<Integer> allowed() {
        return IntStream.range(0, 10).filter(i -> random.nextBoolean()).boxed().toList();
    }
}
