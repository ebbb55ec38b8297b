package io.leaven.evaluation.bench;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Gender;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import java.time.Instant;
import java.util.SplittableRandom;

/** Customers for benchmarks, where only their number counts. */
final class RandomCustomers {

    private static final Tier[] TIERS = Tier.values();
    private static final Gender[] GENDERS = Gender.values();

    private RandomCustomers() {}

    static CustomerAttributes attributes(SplittableRandom random) {
        return new CustomerAttributes(
                random.nextInt(18, 86), GENDERS[random.nextInt(GENDERS.length)], random.nextDouble(25));
    }

    static Tier tier(SplittableRandom random) {
        return TIERS[random.nextInt(TIERS.length)];
    }

    /** An enrolment at this moment that asks for a decision. */
    static CustomerEvent enrolment(String customerId, SplittableRandom random) {
        return CustomerEvent.newBuilder()
                .setCustomerId(customerId)
                .setStep(0)
                .setEventTime(Instant.ofEpochMilli(System.currentTimeMillis()))
                .setAttributes(attributes(random))
                .setTier(tier(random))
                .setNext(NextStep.DECIDE)
                .build();
    }
}
