package io.leaven.dispatcher.guardrail.history;

import java.util.HashMap;
import java.util.Map;

/**
 * What was sent to the customers of one partition, as far as rules look back. Decisions of a batch are added one by one, so
 * the second request of a customer sees what the first led to. What is older than any window is forgotten; so the memory is
 * bounded by the customers that were messaged within the longest one. For one thread.
 */
public final class SendLedger {

    /** By how much clocks of two instances may differ without a message being forgotten too early. */
    private static final long SLACK_MS = 3_600_000;

    /** By how much a message may be planned ahead: quiet hours end within a day. */
    private static final long AHEAD_MS = 86_400_000;

    /** The part of the budget from which on its price does not fall. */
    private static final double FULL = .95;

    private static final int FIRST_SWEEP = 1_024;

    private final LedgerPlan plan;
    private final Share share;
    private final Map<String, MessageHistory> customers = new HashMap<>();
    private final WindowSum messages;
    private final WindowSum charges;
    private final DualPrice price;
    private int sweepAt = FIRST_SWEEP;
    private long forgottenAt = Long.MIN_VALUE;

    /** An empty one. */
    public SendLedger(LedgerPlan plan, Share share) {
        this.plan = plan;
        this.share = share;
        this.messages = plan.rateWindow() == 0 ? null : new WindowSum(plan.rateWindow());
        this.charges = plan.budgetWindow() == 0 ? null : new WindowSum(plan.budgetWindow());
        this.price = plan.budgetWindow() == 0
                ? null
                : new DualPrice(share.of(plan.budget()), plan.budgetWindow(), plan.kappa());
    }

    /** The part of limits over all customers that is this partition's. */
    public Share share() {
        return share;
    }

    /** What went to a customer. */
    public MessageHistory of(String customerId) {
        return customers.getOrDefault(customerId, MessageHistory.EMPTY);
    }

    /** Messages to anybody less than the rate's window before or after a moment, rounded up; 0 without such a window. */
    public double messagesAround(long at) {
        return messages == null ? 0 : messages.around(at);
    }

    /** Dollars charged to the budget less than its window before or after a moment, rounded up; 0 without a budget. */
    public double chargesAround(long at) {
        return charges == null ? 0 : charges.around(at);
    }

    /** What a dollar of the budget costs now; 0 without a budget. */
    public double price(long now) {
        return price == null ? 0 : price.at(now, charges.around(now) > FULL * share.of(plan.budget()));
    }

    /**
     * Adds a message that was just decided.
     *
     * @param now when it was decided, UTC milliseconds
     * @param at when it goes out
     * @param charge dollars of the discount budget
     */
    public void decided(String customerId, String channel, long now, long at, double charge) {
        remember(customerId, channel, now, at, charge);
        if (price != null) {
            price.spent(charge);
        }
    }

    /** Adds a message of the past: the same without effect on the price, which is kept by other means. */
    public void remember(String customerId, String channel, long now, long at, double charge) {
        if (plan.customerWindow() > 0) {
            MessageHistory history = customers.computeIfAbsent(customerId, any -> new MessageHistory());
            history.forgetBefore(oldest(now));
            history.add(channel, at);
            if (customers.size() >= sweepAt) {
                sweep(now);
            }
        }
        if (messages != null) {
            messages.add(at, 1);
        }
        if (charges != null) {
            charges.add(at, charge);
        }
        forget(now);
    }

    /** Windows over all customers are tidied up now and then. */
    private void forget(long now) {
        if (forgottenAt != Long.MIN_VALUE && now < forgottenAt + SLACK_MS / 60) {
            return;
        }
        forgottenAt = now;
        if (messages != null) {
            messages.forgetBefore(now - SLACK_MS);
        }
        if (charges != null) {
            charges.forgetBefore(now - SLACK_MS);
        }
    }

    private void sweep(long now) {
        customers.values().removeIf(history -> {
            history.forgetBefore(oldest(now));
            return history.size() == 0;
        });
        sweepAt = Math.max(FIRST_SWEEP, 2 * customers.size());
    }

    private long oldest(long now) {
        return now - plan.customerWindow() - SLACK_MS;
    }

    /** Milliseconds before now from which messages must be remembered to fill a ledger anew, by when they were decided. */
    public static long lookBack(LedgerPlan plan) {
        return plan.horizon() + SLACK_MS + AHEAD_MS;
    }

    /** The price's state for {@link #resumePrice}; empty without a budget. */
    public String savePrice() {
        return price == null ? "" : price.save();
    }

    /** Goes on with the price that another ledger saved. */
    public void resumePrice(String saved) {
        if (price != null) {
            price.resume(saved);
        }
    }
}
