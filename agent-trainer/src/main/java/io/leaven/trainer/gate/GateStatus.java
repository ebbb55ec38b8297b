package io.leaven.trainer.gate;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import java.io.IOException;
import java.util.Optional;

/**
 * How a gate stands.
 *
 * @param heldOut transitions that nobody learns from
 * @param customers held out and known
 * @param accepted snapshots that passed
 * @param refused snapshots that were held back
 * @param unjudged snapshots that went live without a judgement
 * @param live the live snapshot, {@code agent/version}
 * @param gain estimated gain of the last judged snapshot over the live one, dollars a customer; NaN before the first
 * @param lower bound of it
 * @param upper bound of it
 * @param seconds that judging took, all in all
 */
public record GateStatus(
        long heldOut,
        int customers,
        long accepted,
        long refused,
        long unjudged,
        Optional<String> live,
        double gain,
        double lower,
        double upper,
        double seconds) {

    /** Before anything was judged, or without a gate. */
    public static GateStatus none() {
        return new GateStatus(0, 0, 0, 0, 0, Optional.empty(), Double.NaN, Double.NaN, Double.NaN, 0);
    }

    /** Writes all but the time, which is this process's own, and what is live, which the topics tell. */
    void write(CheckpointWriter out) throws IOException {
        for (long count : new long[] {heldOut, customers, accepted, refused, unjudged}) {
            out.writeLong(count);
        }
        for (double number : new double[] {gain, lower, upper}) {
            out.writeDouble(number);
        }
    }

    static GateStatus read(CheckpointReader in) throws IOException {
        return new GateStatus(
                in.readLong(),
                (int) in.readLong(),
                in.readLong(),
                in.readLong(),
                in.readLong(),
                Optional.empty(),
                in.readDouble(),
                in.readDouble(),
                in.readDouble(),
                0);
    }

    /** The same, with so many transitions of so many customers held out, and what is live now. */
    GateStatus with(long newHeldOut, int newCustomers, Optional<String> newLive) {
        return new GateStatus(
                newHeldOut, newCustomers, accepted, refused, unjudged, newLive, gain, lower, upper, seconds);
    }
}
