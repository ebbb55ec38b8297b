package io.leaven.agent.action;

/**
 * One thing that can be done for a customer in a step.
 *
 * @param index position in the catalogue; 0 is none
 * @param channel how it is sent; null for none
 * @param promotion what is offered; null for none
 * @param cost dollars for sending one message
 * @param discount share of the ticket given away, 0 to below 1
 */
public record MarketingAction(int index, String channel, String promotion, double cost, double discount) {

    /** Index of the action that sends nothing. */
    public static final int NONE = 0;

    public boolean isMessage() {
        return index != NONE;
    }

    /** {@code none}, or promotion and channel, such as {@code large-push}. */
    public String label() {
        return isMessage() ? promotion + "-" + channel : "none";
    }
}
