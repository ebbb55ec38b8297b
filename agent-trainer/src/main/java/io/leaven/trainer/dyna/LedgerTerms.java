package io.leaven.trainer.dyna;

import io.leaven.schemas.RewardLedger;
import io.leaven.schemas.Tier;
import io.leaven.schemas.Transition;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads off the ledgers what the terms of the reward are that follow from action and tier alone, so that the trainer needs not know
 * how the enricher is set: each is the mean of what was charged where it applied. Not safe for use by several threads.
 */
final class LedgerTerms implements Checkpointed {

    private final Mean[] message;
    private final Mean tierUp = new Mean();
    private final Mean goldKept = new Mean();
    private final Mean tierDrop = new Mean();
    private double fatigue;
    private double load;

    private static final class Mean implements Checkpointed {
        private double sum;
        private long count;

        private void add(double value) {
            sum += value;
            count++;
        }

        private double value() {
            return count == 0 ? 0 : sum / count;
        }

        @Override
        public void write(CheckpointWriter out) throws IOException {
            out.writeDouble(sum);
            out.writeLong(count);
        }

        @Override
        public void read(CheckpointReader in) throws IOException {
            sum = in.readDouble();
            count = in.readLong();
        }
    }

    LedgerTerms(int actions) {
        this.message = new Mean[actions];
        for (int action = 0; action < actions; action++) {
            message[action] = new Mean();
        }
    }

    void add(Transition transition) {
        RewardLedger ledger = transition.getReward();
        int move = transition
                .getNextState()
                .getTier()
                .compareTo(transition.getState().getTier());
        message[transition.getAction()].add(ledger.getMessageCost() + ledger.getOpened() + ledger.getClicked());
        if (move > 0) {
            tierUp.add(ledger.getTierUp());
        } else if (move < 0 && !transition.getPurchased()) {
            tierDrop.add(ledger.getTierDrop());
        } else if (move == 0 && transition.getState().getTier() == Tier.GOLD) {
            goldKept.add(ledger.getGoldKept());
        }
        if (transition.getAction() != 0) {
            fatigue += ledger.getFatigue();
            load += transition.getState().getMessageLoad();
        }
    }

    /** Dollars that the action itself brings: what its message cost, and what openings and clicks were worth. */
    double ofAction(int action, double messageLoad) {
        double tired = action == 0 || load == 0 ? 0 : fatigue / load * messageLoad;
        return message[action].value() + tired;
    }

    double tierUp() {
        return tierUp.value();
    }

    double tierDrop() {
        return tierDrop.value();
    }

    double goldKept() {
        return goldKept.value();
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        for (Mean mean : means()) {
            mean.write(out);
        }
        out.writeDouble(fatigue);
        out.writeDouble(load);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        for (Mean mean : means()) {
            mean.read(in);
        }
        fatigue = in.readDouble();
        load = in.readDouble();
    }

    private List<Mean> means() {
        List<Mean> means = new ArrayList<>(List.of(message));
        means.addAll(List.of(tierUp, goldKept, tierDrop));
        return means;
    }
}
