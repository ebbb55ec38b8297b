package io.leaven.enricher.step;

import io.leaven.schemas.DeliveryReceipt;
import java.util.Optional;

/** Which step a receipt is about. Pure. */
final class ReceiptRules {

    private static final int MOST_DIGITS = 9;

    private ReceiptRules() {}

    /** From its actionId, {@code customerId:step}; none if that is something else. */
    static Optional<Integer> step(DeliveryReceipt receipt) {
        String start = receipt.getCustomerId() + ":";
        String id = receipt.getActionId();
        if (!id.startsWith(start)) {
            return Optional.empty();
        }
        String digits = id.substring(start.length());
        boolean isStep = !digits.isEmpty()
                && digits.length() <= MOST_DIGITS
                && digits.chars().allMatch(c -> c >= '0' && c <= '9')
                && digits.charAt(0) != '0';
        return isStep ? Optional.of(Integer.parseInt(digits)) : Optional.empty();
    }
}
