package io.leaven.trainer.replay;

/**
 * Numbers of 0 or more that can be changed and drawn from in proportion, both in O(log n): a complete binary tree in which each
 * node holds the sum of its children. Sums are added up anew on each change, so that no rounding piles up. 16 bytes a number. Not
 * safe for use by several threads.
 */
final class SumTree {

    private final int leaves;
    private final double[] sums;

    /** @param size how many numbers there may be, all 0 at first */
    SumTree(int size) {
        int power = Integer.highestOneBit(Math.max(1, size));
        this.leaves = power < size ? 2 * power : power;
        this.sums = new double[2 * leaves];
    }

    void set(int index, double value) {
        int node = leaves + index;
        sums[node] = value;
        for (node /= 2; node >= 1; node /= 2) {
            sums[node] = sums[2 * node] + sums[2 * node + 1];
        }
    }

    double get(int index) {
        return sums[leaves + index];
    }

    double total() {
        return sums[1];
    }

    /**
     * The first index at which the running sum exceeds a point.
     *
     * @param point from 0 to below {@link #total}
     */
    int find(double point) {
        int node = 1;
        double left = point;
        while (node < leaves) {
            node *= 2;
            if (left >= sums[node] && sums[node + 1] > 0) {
                left -= sums[node];
                node++;
            }
        }
        return node - leaves;
    }
}
