package io.leaven.causal.uplift;

/**
 * Says which rows are kept from the fit to judge it: a share of the units, by hash of unit and seed. A unit's rows never stand
 * on both sides, and a unit keeps its side when others come or go.
 *
 * @param seed another seed holds out other units
 * @param share of the units that are held out, above 0 and below 1
 */
public record HeldOutSplit(long seed, double share) {

    private static final double UNIT = 0x1p-53;

    public HeldOutSplit {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException("the held-out share is " + share + " but must be between 0 and 1");
        }
    }

    public boolean heldOut(ExperimentData data, int row) {
        long hash = UnitHash.mix(data.unit(row) ^ UnitHash.mix(seed + 0x9e3779b97f4a7c15L));
        return (hash >>> 11) * UNIT < share;
    }

    public ExperimentData train(ExperimentData data) {
        return data.where(row -> !heldOut(data, row));
    }

    public ExperimentData heldOut(ExperimentData data) {
        return data.where(row -> heldOut(data, row));
    }
}
