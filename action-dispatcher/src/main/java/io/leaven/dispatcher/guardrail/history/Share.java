package io.leaven.dispatcher.guardrail.history;

/**
 * The part of a limit over all customers that one partition may use. The parts sum to the limit, so whoever decides each
 * partition, the limit holds without a word between them.
 *
 * @param partition counted from 0
 * @param partitions 1 or more
 */
public record Share(int partition, int partitions) {

    /** The only partition. */
    public static final Share WHOLE = new Share(0, 1);

    public Share {
        if (partition < 0 || partition >= partitions) {
            throw new IllegalArgumentException("partition " + partition + " is not one of " + partitions);
        }
    }

    /** This partition's part of a number of messages. */
    public long of(long most) {
        return most * (partition + 1) / partitions - most * partition / partitions;
    }

    /** This partition's part of an amount of dollars. */
    public double of(double dollars) {
        return dollars / partitions;
    }
}
