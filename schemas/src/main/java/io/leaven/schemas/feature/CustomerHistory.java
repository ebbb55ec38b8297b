package io.leaven.schemas.feature;

import io.leaven.schemas.CustomerAttributes;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Tier;
import java.util.HashMap;
import java.util.Map;

/**
 * Carries a customer's summary of the past from one step to the next:
 *
 * <pre>
 * load  &lt;- messageDecay load + 1[message]            in all, and by channel
 * rate  &lt;- purchaseDecay rate + (1 - purchaseDecay) 1[purchase]
 * </pre>
 *
 * and counts messages and purchases and the steps since the last of each. The enricher keeps real customers by it, the trainer
 * imagined ones. Pure.
 *
 * @param messageDecay what is left of a message's load after a step, 0 to 1; .75 by default
 * @param purchaseDecay what is left of the purchase rate after a step, 0 to 1; .8 by default
 */
public record CustomerHistory(double messageDecay, double purchaseDecay) {

    /**
     * What is known of a customer when a step closes.
     *
     * @param tier after the step
     * @param channel of the message in the step; null if none is known
     */
    public record Closing(CustomerAttributes attributes, Tier tier, int step, boolean purchased, String channel) {}

    public CustomerHistory {
        requireShare("messageDecay", messageDecay);
        requireShare("purchaseDecay", purchaseDecay);
    }

    /** The state after the first step that is known of a customer. */
    public CustomerState begin(Closing closing) {
        CustomerState blank = CustomerState.newBuilder()
                .setAttributes(closing.attributes)
                .setTier(closing.tier)
                .setStep(closing.step - 1)
                .build();
        return after(blank, closing);
    }

    /**
     * The state after a step.
     *
     * @param before the last known state, one step before or, across a gap, more
     */
    public CustomerState after(CustomerState before, Closing closing) {
        int elapsed = closing.step - before.getStep();
        boolean message = closing.channel != null;
        boolean purchased = closing.purchased;
        double left = elapsed == 1 ? messageDecay : Math.pow(messageDecay, elapsed);
        double rateLeft = elapsed == 1 ? purchaseDecay : Math.pow(purchaseDecay, elapsed);
        return new CustomerState(
                closing.attributes,
                closing.tier,
                closing.step,
                before.getMessages() + (message ? 1 : 0),
                message ? 0 : longer(before.getStepsSinceMessage(), elapsed),
                left * before.getMessageLoad() + (message ? 1 : 0),
                channelLoad(before.getChannelLoad(), left, closing.channel),
                before.getPurchases() + (purchased ? 1 : 0),
                purchased ? 0 : longer(before.getStepsSincePurchase(), elapsed),
                rateLeft * before.getPurchaseRate() + (purchased ? 1 - purchaseDecay : 0));
    }

    private static Map<String, Double> channelLoad(Map<String, Double> before, double left, String channel) {
        if (before.isEmpty() && channel == null) {
            return before;
        }
        Map<String, Double> after = new HashMap<>(2 * (before.size() + 1));
        before.forEach((name, load) -> after.put(name, left * load));
        if (channel != null) {
            after.merge(channel, 1.0, Double::sum);
        }
        return after;
    }

    /** Steps since something, -1 for never, when some more have passed without it. */
    private static int longer(int steps, int elapsed) {
        return steps < 0 ? steps : steps + elapsed;
    }

    private static void requireShare(String name, double value) {
        if (!(value >= 0 && value <= 1)) {
            throw new IllegalArgumentException(name + " " + value + " is not between 0 and 1");
        }
    }
}
