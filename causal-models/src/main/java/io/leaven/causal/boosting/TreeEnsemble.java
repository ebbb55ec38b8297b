package io.leaven.causal.boosting;

/**
 * Boosted regression trees, scored in Java: base score plus one leaf of each tree.
 *
 * <p>Read from XGBoost's own saved model and equal to its predictions: thresholds, leaves and the running sum are 32-bit floats,
 * a value goes left if it is below the threshold, and a missing one (NaN) goes the way that training chose for the node.
 * Scoring makes no native call, allocates nothing and takes no lock. Immutable, safe for use by several threads.
 *
 * <p>All trees lie in three parallel arrays; the children of a node are neighbours, so one index finds both.
 */
public final class TreeEnsemble {

    static final int LEAF = -1;

    /** Rows scored side by side, so that a tree is fetched once for all of them. */
    private static final int BLOCK = 64;

    private final byte[] saved;
    private final int features;
    private final float base;
    private final int[] roots;
    /** {@code feature << 1 | 1 if missing goes right}, or {@link #LEAF}. */
    private final int[] split;
    /** Threshold of a split, value of a leaf. */
    private final float[] value;
    /** Index of the left child; the right one follows it. */
    private final int[] left;

    TreeEnsemble(byte[] saved, int features, float base, int[] roots, int[] split, float[] value, int[] left) {
        this.saved = saved;
        this.features = features;
        this.base = base;
        this.roots = roots;
        this.split = split;
        this.value = value;
        this.left = left;
    }

    /**
     * Reads what {@link #toBytes} wrote.
     *
     * @throws InvalidTreesException if the bytes are no model of regression trees
     */
    public static TreeEnsemble read(byte[] saved) throws InvalidTreesException {
        return XgboostJson.read(SavedTrees.decompress(saved), saved.clone());
    }

    /** XGBoost's JSON model in gzip: what XGBoost in any language loads after unpacking. */
    public byte[] toBytes() {
        return saved.clone();
    }

    /** Columns of a row. */
    public int features() {
        return features;
    }

    public int trees() {
        return roots.length;
    }

    /**
     * The prediction for one row.
     *
     * @param row at least {@link #features} values, NaN where missing
     */
    public float score(double[] row) {
        return score(row, 0);
    }

    /** The prediction for the row that begins at an offset. */
    public float score(double[] rows, int offset) {
        float sum = base;
        for (int root : roots) {
            sum += leaf(root, rows, offset);
        }
        return sum;
    }

    /**
     * The predictions for many rows, each equal to what {@link #score} gives for it.
     *
     * @param rows row-major, {@code out.length x features}
     * @param out receives one prediction for each row
     */
    public void score(double[] rows, float[] out) {
        if (rows.length != (long) out.length * features) {
            throw new IllegalArgumentException(
                    rows.length + " values are not " + out.length + " rows of " + features + " features");
        }
        for (int first = 0; first < out.length; first += BLOCK) {
            int end = Math.min(first + BLOCK, out.length);
            for (int row = first; row < end; row++) {
                out[row] = base;
            }
            for (int root : roots) {
                for (int row = first; row < end; row++) {
                    out[row] += leaf(root, rows, row * features);
                }
            }
        }
    }

    private float leaf(int root, double[] rows, int offset) {
        int node = root;
        int code = split[node];
        while (code != LEAF) {
            float x = (float) rows[offset + (code >>> 1)];
            int right = x < value[node] ? 0 : x >= value[node] ? 1 : code & 1;
            node = left[node] + right;
            code = split[node];
        }
        return value[node];
    }
}
