package io.leaven.enricher.reward;

/**
 * What was done for a customer in a step, as far as the reward asks.
 *
 * @param channel how the message was sent; null without one
 * @param promotion what it offered; null without one
 * @param messageCost dollars for sending it
 * @param discount share of the ticket given away, 0 to below 1
 */
public record Treatment(String channel, String promotion, double messageCost, double discount) {

    /** No message. */
    public static final Treatment NONE = new Treatment(null, null, 0, 0);

    public boolean isMessage() {
        return channel != null;
    }
}
