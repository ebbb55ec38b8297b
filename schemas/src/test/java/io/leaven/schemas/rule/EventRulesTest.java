package io.leaven.schemas.rule;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerEvent;
import io.leaven.schemas.Gender;
import io.leaven.schemas.NextStep;
import io.leaven.schemas.Tier;
import java.time.Instant;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventRulesTest {

    @Test
    void aStepWithAPurchaseAndOneWithoutAreGood() {
        assertThat(EventRules.violation(event(e -> {}))).isEmpty();
        assertThat(EventRules.violation(event(e -> {
                    e.setPurchased(false);
                    e.setTicket(0);
                })))
                .isEmpty();
    }

    @Test
    void aPurchaseThatCostNothingIsGood() {
        assertThat(EventRules.violation(event(e -> e.setTicket(0)))).isEmpty();
    }

    @Test
    void enrolmentHasNoOutcome() {
        assertThat(EventRules.violation(event(e -> {
                    e.setStep(0);
                    e.setPurchased(false);
                    e.setTicket(0);
                })))
                .isEmpty();
        broken("step 0 is enrolment and has no outcome, but a purchase is stated", e -> e.setStep(0));
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.01, Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void ticketsAndDistancesAreFiniteAndNotNegative(double value) {
        broken("ticket is " + value + ", not a finite number of 0 or more", e -> e.setTicket(value));
        broken(
                "distanceMiles is " + value + ", not a finite number of 0 or more",
                e -> e.getAttributes().setDistanceMiles(value));
    }

    @Test
    void aTicketNeedsAPurchase() {
        broken("ticket is 6.5 without a purchase", e -> e.setPurchased(false));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 120})
    void agesUpToTheOldestAreGood(int age) {
        assertThat(EventRules.violation(event(e -> e.getAttributes().setAge(age))))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 121})
    void otherAgesAreNot(int age) {
        broken("age is " + age + ", not 0 to 120", e -> e.getAttributes().setAge(age));
    }

    @Test
    void stepsCountFromZero() {
        broken("step is -1, not 0 or more", e -> e.setStep(-1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "  "})
    void aCustomerHasAName(String id) {
        broken("customerId is empty", e -> e.setCustomerId(id));
    }

    private static void broken(String reason, Consumer<CustomerEvent> change) {
        assertThat(EventRules.violation(event(change))).contains(reason);
    }

    private static CustomerEvent event(Consumer<CustomerEvent> change) {
        CustomerEvent event = CustomerEvent.newBuilder()
                .setCustomerId("c1")
                .setStep(3)
                .setEventTime(Instant.EPOCH)
                .setAttributes(CustomerAttributes.newBuilder()
                        .setAge(41)
                        .setGender(Gender.FEMALE)
                        .setDistanceMiles(2.5)
                        .build())
                .setTier(Tier.BRONZE)
                .setPurchased(true)
                .setTicket(6.5)
                .setNext(NextStep.DECIDE)
                .build();
        change.accept(event);
        return event;
    }
}
