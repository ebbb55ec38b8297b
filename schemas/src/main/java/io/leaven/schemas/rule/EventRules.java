package io.leaven.schemas.rule;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import java.util.Optional;

/**
 * What a {@link CustomerEvent} must hold beyond its schema. An event that breaks a rule is refused with the reason and changes
 * nothing. Rules look at one event alone; what needs the customer's past (repeats, gaps) is the enricher's.
 */
public final class EventRules {

    static final int OLDEST = 120;

    private EventRules() {}

    /** The first rule that the event breaks, in words for a dead letter; empty if the event is good. */
    public static Optional<String> violation(CustomerEvent event) {
        CustomerAttributes customer = event.getAttributes();
        double distance = customer.getDistanceMiles();
        double ticket = event.getTicket();
        if (event.getCustomerId().isBlank()) {
            return Optional.of("customerId is empty");
        }
        if (event.getStep() < 0) {
            return Optional.of("step is " + event.getStep() + ", not 0 or more");
        }
        if (customer.getAge() < 0 || customer.getAge() > OLDEST) {
            return Optional.of("age is " + customer.getAge() + ", not 0 to " + OLDEST);
        }
        if (!isAmount(distance)) {
            return Optional.of("distanceMiles is " + distance + ", not a finite number of 0 or more");
        }
        if (!isAmount(ticket)) {
            return Optional.of("ticket is " + ticket + ", not a finite number of 0 or more");
        }
        if (ticket > 0 && !event.getPurchased()) {
            return Optional.of("ticket is " + ticket + " without a purchase");
        }
        if (event.getStep() == 0 && event.getPurchased()) {
            return Optional.of("step 0 is enrolment and has no outcome, but a purchase is stated");
        }
        return Optional.empty();
    }

    /** NaN is not. */
    private static boolean isAmount(double value) {
        return value >= 0 && value < Double.POSITIVE_INFINITY;
    }
}
