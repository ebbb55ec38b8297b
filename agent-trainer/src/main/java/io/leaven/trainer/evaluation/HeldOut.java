package io.leaven.trainer.evaluation;

import io.leaven.agent.policy.ActionDraw;

/**
 * Says which customers are kept from training to judge policies on: a share of them, by a hash of seed and id. A customer's
 * steps never stand on both sides, and a customer keeps its side when others come or go.
 *
 * @param seed another seed holds out other customers
 * @param share of the customers that are held out, above 0 and below 1
 */
public record HeldOut(long seed, double share) {

    public HeldOut {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the held-out share is " + share + " but must be between 0 and 1");
        }
    }

    /** Whether this customer is one to judge on, not to learn from. */
    public boolean holds(String customerId) {
        return place(customerId) < share;
    }

    /** The customer's number, uniform in [0, 1): those below the share are held out. */
    public double place(String customerId) {
        return new ActionDraw(seed).uniform("held-out/" + customerId);
    }
}
