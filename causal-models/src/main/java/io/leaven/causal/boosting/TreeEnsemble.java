package io.leaven.causal.boosting;

import java.util.Arrays;

/**
 * Boosted trees, scored in Java: base score plus one leaf of each tree; of a logistic model the probability, 1 / (1 + exp(-sum)).
 *
 * <p>Read from XGBoost's own saved model and equal to its predictions: thresholds, leaves and the running sum are 32-bit floats,
 * a value goes left if it is below the threshold, and a missing one (NaN) goes the way that training chose for the node.
 * Scoring makes no native call and takes no lock; scoring one row allocates nothing. Immutable, safe for use by several threads.
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
    private final boolean logistic;
    private final int[] roots;
    /** {@code feature << 1 | 1 if missing goes right}, or {@link #LEAF}. */
    private final int[] split;
    /** Threshold of a split, value of a leaf. */
    private final float[] value;
    /** Index of the left child; the right one follows it. */
    private final int[] left;
    /** The same trees for rows without NaN; null if they are too deep for it. */
    private final CompleteTrees complete;

    TreeEnsemble(
            byte[] saved,
            int features,
            float base,
            boolean logistic,
            int[] roots,
            int[] split,
            float[] value,
            int[] left) {
        this.saved = saved;
        this.features = features;
        this.base = base;
        this.logistic = logistic;
        this.roots = roots;
        this.split = split;
        this.value = value;
        this.left = left;
        int depth = depth(split, left);
        this.complete = depth >= 1 && depth <= CompleteTrees.MAX_DEPTH
                ? new CompleteTrees(roots, split, value, left, depth)
                : null;
    }

    /** Splits on the longest way; parents lie before their children. */
    private static int depth(int[] split, int[] left) {
        int deepest = 0;
        int[] depthOf = new int[split.length];
        for (int node = 0; node < split.length; node++) {
            if (split[node] != LEAF) {
                int below = depthOf[node] + 1;
                depthOf[left[node]] = below;
                depthOf[left[node] + 1] = below;
                deepest = Math.max(deepest, below);
            }
        }
        return deepest;
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
        if (complete != null && isWhole(rows, offset)) {
            return predicted(complete.score(base, rows, offset));
        }
        float sum = base;
        for (int root : roots) {
            sum += leaf(root, rows, offset);
        }
        return predicted(sum);
    }

    private float predicted(float sum) {
        return logistic ? (float) (1 / (1 + Math.exp(-sum))) : sum;
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
        float[] block = new float[BLOCK * features];
        for (int first = 0; first < out.length; first += BLOCK) {
            int count = Math.min(BLOCK, out.length - first);
            Arrays.fill(out, first, first + count, base);
            if (complete != null && copyWhole(rows, first * features, block, count * features)) {
                complete.add(block, features, count, out, first);
            } else {
                addOneByOne(rows, first, count, out);
            }
        }
        if (logistic) {
            for (int row = 0; row < out.length; row++) {
                out[row] = predicted(out[row]);
            }
        }
    }

    /**
     * The same trees where the last columns always hold certain values: an ensemble over the columns before them. It has no stored
     * form of its own; {@link #toBytes} gives that of the whole.
     *
     * @param last values of the last columns, none of them NaN, fewer than there are columns
     */
    public TreeEnsemble given(double... last) {
        int kept = features - last.length;
        if (kept < 1) {
            throw new IllegalArgumentException(last.length + " of " + features + " features cannot be given");
        }
        int[] newRoots = new int[roots.length];
        int[] newSplit = new int[split.length];
        float[] newValue = new float[split.length];
        int[] newLeft = new int[split.length];
        int[] from = new int[split.length];
        int nodes = 0;
        for (int tree = 0; tree < roots.length; tree++) {
            newRoots[tree] = nodes;
            from[nodes] = roots[tree];
            for (int node = nodes++; node < nodes; node++) {
                int old = decided(from[node], kept, last);
                newSplit[node] = split[old];
                newValue[node] = value[old];
                if (split[old] != LEAF) {
                    newLeft[node] = nodes;
                    from[nodes++] = left[old];
                    from[nodes++] = left[old] + 1;
                }
            }
        }
        return new TreeEnsemble(
                saved,
                kept,
                base,
                logistic,
                newRoots,
                Arrays.copyOf(newSplit, nodes),
                Arrays.copyOf(newValue, nodes),
                Arrays.copyOf(newLeft, nodes));
    }

    /** The first node from here on that asks a column which is not given. */
    private int decided(int from, int kept, double[] last) {
        int node = from;
        while (split[node] != LEAF && split[node] >>> 1 >= kept) {
            node = left[node] + ((float) last[(split[node] >>> 1) - kept] < value[node] ? 0 : 1);
        }
        return node;
    }

    private void addOneByOne(double[] rows, int first, int count, float[] out) {
        for (int root : roots) {
            for (int row = first; row < first + count; row++) {
                out[row] += leaf(root, rows, row * features);
            }
        }
    }

    /** Whether no value of a row is missing. */
    private boolean isWhole(double[] rows, int offset) {
        boolean whole = true;
        for (int i = offset; i < offset + features; i++) {
            whole &= rows[i] == rows[i];
        }
        return whole;
    }

    /** Copies as floats; false if a value is missing. */
    private static boolean copyWhole(double[] from, int offset, float[] to, int count) {
        boolean whole = true;
        for (int i = 0; i < count; i++) {
            to[i] = (float) from[offset + i];
            whole &= to[i] == to[i];
        }
        return whole;
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
