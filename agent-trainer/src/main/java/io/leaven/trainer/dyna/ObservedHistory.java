package io.leaven.trainer.dyna;

import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.CustomerHistory;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;

/**
 * Reads off transitions by which decays the enricher carries a customer's history on, so that imagined customers are carried on by
 * the same. Until a transition tells, the defaults count. Not safe for use by several threads.
 */
final class ObservedHistory implements Checkpointed {

    private static final double TELLING = .05;

    private double messageDecay = .75;
    private double purchaseDecay = .8;
    private boolean messageKnown;
    private boolean purchaseKnown;

    void observe(Transition transition) {
        if (transition.getElapsedSteps() != 1 || (messageKnown && purchaseKnown)) {
            return;
        }
        CustomerState before = transition.getState();
        CustomerState after = transition.getNextState();
        if (!messageKnown && before.getMessageLoad() > TELLING) {
            int message = transition.getChannel() == null ? 0 : 1;
            messageDecay = share((after.getMessageLoad() - message) / before.getMessageLoad());
            messageKnown = true;
        }
        int purchase = transition.getPurchased() ? 1 : 0;
        if (!purchaseKnown && Math.abs(before.getPurchaseRate() - purchase) > TELLING) {
            // rate' = d rate + (1 - d) purchase
            purchaseDecay = share((after.getPurchaseRate() - purchase) / (before.getPurchaseRate() - purchase));
            purchaseKnown = true;
        }
    }

    private static double share(double decay) {
        return Math.max(0, Math.min(1, decay));
    }

    CustomerHistory history() {
        return new CustomerHistory(messageDecay, purchaseDecay);
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.writeDouble(messageDecay);
        out.writeDouble(purchaseDecay);
        out.writeBoolean(messageKnown);
        out.writeBoolean(purchaseKnown);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        messageDecay = in.readDouble();
        purchaseDecay = in.readDouble();
        messageKnown = in.readBoolean();
        purchaseKnown = in.readBoolean();
    }
}
