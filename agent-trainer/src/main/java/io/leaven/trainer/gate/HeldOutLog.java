package io.leaven.trainer.gate;

import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import io.leaven.trainer.evaluation.HeldOut;
import io.leaven.trainer.evaluation.LoggedCustomers;
import io.leaven.trainer.evaluation.LoggedLives;
import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * What the held-out customers lived through, their states as they are, without scaling.
 *
 * <p>Memory and the time of judging are bounded: each customer has a number by a hash, those with the lowest numbers are held out, as
 * many as there may be. When more come than that, the one with the highest number goes back to learning, for good. So no more customers
 * are kept from learning than are judged on, and who they are does not depend on the order in which they come. Not safe for use by
 * several threads.
 */
final class HeldOutLog implements Checkpointed {

    private final HeldOut heldOut;
    private final int mostCustomers;
    /** By the customer's number. */
    private final LoggedLives<Double> lives;

    private double below;

    /**
     * @param features of the states
     * @param actions of the catalogue
     * @param mostCustomers that are held out
     * @param mostSteps that are kept of each
     */
    HeldOutLog(HeldOut heldOut, List<StateFeature> features, int actions, int mostCustomers, int mostSteps) {
        this.heldOut = heldOut;
        this.mostCustomers = mostCustomers;
        this.lives = new LoggedLives<>(StateEncoder.raw(features), actions, mostSteps);
        this.below = heldOut.share();
    }

    /**
     * Keeps the transition if its customer is held out.
     *
     * @return whether it is: then nobody may learn from it
     */
    boolean keeps(Transition transition) {
        double place = heldOut.place(transition.getCustomerId());
        if (place >= below) {
            return false;
        }
        lives.add(place, transition, transition.getReward().getTotal());
        if (lives.customers() > mostCustomers) {
            below = lives.removeLast();
        }
        return place < below;
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.writeDouble(below);
        lives.write(out, CheckpointWriter::writeDouble);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        below = in.readDouble();
        lives.read(in, CheckpointReader::readDouble);
    }

    /** Customers that are held out and known. */
    int customers() {
        return lives.customers();
    }

    /** As the estimators take it; empty without a customer. */
    Optional<LoggedCustomers> log() {
        return lives.log();
    }
}
