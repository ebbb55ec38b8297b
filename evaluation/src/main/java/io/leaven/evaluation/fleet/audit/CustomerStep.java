package io.leaven.evaluation.fleet.audit;

/**
 * One step of one of the suite's customers.
 *
 * @param customer counted from 0
 * @param step 0 is enrolment
 */
public record CustomerStep(int customer, int step) {

    private static final String PREFIX = "fleet-";

    public CustomerStep {
        if (customer < 0 || step < 0) {
            throw new IllegalArgumentException("customer " + customer + " and step " + step + " must be 0 or more");
        }
    }

    /** The customer's id on the topics. */
    public String customerId() {
        return PREFIX + customer;
    }

    public CustomerStep next() {
        return new CustomerStep(customer, step + 1);
    }

    /**
     * Of a decision, transition or action, whose id is {@code customerId:step}.
     *
     * @throws IllegalArgumentException if that is not the id of one of the suite's
     */
    public static CustomerStep ofId(String id) {
        int colon = id.lastIndexOf(':');
        if (!id.startsWith(PREFIX) || colon < 0) {
            throw new IllegalArgumentException("'" + id + "' is not the id of a step of the suite's customers");
        }
        return new CustomerStep(
                Integer.parseInt(id.substring(PREFIX.length(), colon)), Integer.parseInt(id.substring(colon + 1)));
    }

    /** As ids say it: {@code customerId:step}. */
    @Override
    public String toString() {
        return customerId() + ":" + step;
    }
}
