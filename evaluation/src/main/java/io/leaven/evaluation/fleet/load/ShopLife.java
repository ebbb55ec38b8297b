package io.leaven.evaluation.fleet.load;

import io.leaven.evaluation.fleet.audit.CustomerStep;
import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Gender;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import java.time.Instant;
import java.util.SplittableRandom;

/** What happens to a customer in a step: anything that the rules of events allow, since only its number counts. */
final class ShopLife {

    private static final Tier[] TIERS = Tier.values();
    private static final Gender[] GENDERS = Gender.values();

    private final long seed;

    ShopLife(long seed) {
        this.seed = seed;
    }

    CustomerEvent event(CustomerStep step, NextStep next, Instant time) {
        SplittableRandom who = new SplittableRandom(seed + step.customer());
        CustomerAttributes attributes =
                new CustomerAttributes(who.nextInt(18, 86), GENDERS[who.nextInt(GENDERS.length)], who.nextDouble(25));
        SplittableRandom what = new SplittableRandom(who.nextLong() + step.step());
        boolean buys = step.step() > 0 && what.nextInt(3) == 0;
        return CustomerEvent.newBuilder()
                .setCustomerId(step.customerId())
                .setStep(step.step())
                .setEventTime(Instant.ofEpochMilli(time.toEpochMilli()))
                .setAttributes(attributes)
                .setTier(TIERS[what.nextInt(TIERS.length)])
                .setPurchased(buys)
                .setTicket(buys ? what.nextInt(5, 60) : 0)
                .setNext(next)
                .build();
    }
}
