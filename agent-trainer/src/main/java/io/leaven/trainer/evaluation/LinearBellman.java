package io.leaven.trainer.evaluation;

import java.util.Arrays;
import java.util.List;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The Bellman equation of a policy for a {@link LinearModel}, as sums over the steps of some customers, by fold so that a fold can be
 * taken out. With phi(s, a) the features of state and action and phi_pi(s) their mean over the policy's actions:
 *
 * <pre>
 * A = sum over steps of phi(s, a) (phi(s, a) - gamma phi_pi(s'))^T
 * b = sum over steps of phi(s, a) r
 * v = sum over customers of phi_pi(s_0)
 * </pre>
 *
 * theta solves (A + ridge I) theta = b and gives Q(s, a) = theta . phi(s, a). omega solves (A + ridge I)^T omega = v and gives the
 * marginal weight m(s, a) = omega . phi(s, a): how much more often than the log the policy visits (s, a), as far as the features can
 * tell (Uehara, Huang and Jiang 2020, "Minimax weight and Q-function learning", linear case).
 */
final class LinearBellman {

    private final PolicyOnLog policy;
    private final StateFeatures features;
    private final ActionParts parts;
    private final double gamma;
    private final int size;
    private final int folds;
    private final double[][][] matrix;
    private final double[][] gained;
    private final double[][] start;

    /** Customer i is of fold i modulo folds. */
    LinearBellman(PolicyOnLog policy, StateFeatures features, ActionParts parts, double gamma, int folds) {
        LoggedCustomers log = policy.log();
        if (!(gamma > 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma is " + gamma + " but must be above 0 and at most 1");
        }
        if (parts.actions() != log.actions()) {
            throw new IllegalArgumentException(
                    "the parts of " + parts.actions() + " actions are given, but the log knows " + log.actions());
        }
        if (folds < 1 || folds > log.customers()) {
            throw new IllegalArgumentException(log.customers() + " customers cannot be put into " + folds + " folds");
        }
        this.policy = policy;
        this.features = features;
        this.parts = parts;
        this.gamma = gamma;
        this.folds = folds;
        this.size = features.size() * (1 + parts.count());
        this.matrix = new double[folds][size][size];
        this.gained = new double[folds][size];
        this.start = new double[folds][size];
        for (int customer = 0; customer < log.customers(); customer++) {
            add(customer);
        }
    }

    /** theta and omega. */
    record Solution(double[] theta, double[] omega) {}

    private void add(int customer) {
        LoggedCustomers log = policy.log();
        int fold = customer % folds;
        Row here = new Row();
        Row next = new Row();
        double[] difference = new double[size];
        here.read(log.firstRow(customer));
        here.addExpected(start[fold], 1);
        for (int t = 0; t < log.length(customer); t++) {
            int step = log.firstStep(customer) + t;
            Arrays.fill(difference, 0);
            next.read(log.firstRow(customer) + t + 1);
            if (t + 1 < log.length(customer) || !log.isTerminal(customer)) {
                next.addExpected(difference, -log.discountOf(step, gamma));
            }
            here.add(difference, log.action(step), 1);
            here.addOuter(matrix[fold], log.action(step), difference);
            here.add(gained[fold], log.action(step), log.reward(step));
            Row last = here;
            here = next;
            next = last;
        }
    }

    /** Solves without one fold; with a single fold, with all customers. */
    Solution without(int fold, double ridge) {
        double[][] left = new double[size][size];
        double[] rewards = new double[size];
        double[] starts = new double[size];
        for (int other = 0; other < folds; other++) {
            if (other != fold || folds == 1) {
                addScaled(rewards, 0, 1, gained[other]);
                addScaled(starts, 0, 1, start[other]);
                for (int i = 0; i < size; i++) {
                    addScaled(left[i], 0, 1, matrix[other][i]);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            left[i][i] += ridge;
        }
        RealMatrix a = new Array2DRowRealMatrix(left, false);
        return new Solution(solve(a, rewards), solve(a.transpose(), starts));
    }

    private static double[] solve(RealMatrix a, double[] b) {
        return new LUDecomposition(a, 0)
                .getSolver()
                .solve(new ArrayRealVector(b, false))
                .toArray();
    }

    /** Writes parameters . phi(s, a) of every action in a state to {@code into[at .. at + actions)}. */
    void dot(double[] parameters, int row, double[] into, int at) {
        Row here = new Row();
        here.read(row);
        for (int action = 0; action < parts.actions(); action++) {
            into[at + action] = here.dot(parameters, action);
        }
    }

    private static void addScaled(double[] into, int at, double factor, double[] from) {
        for (int i = 0; i < from.length; i++) {
            into[at + i] += factor * from[i];
        }
    }

    /** The features of one state: x in the first block, and again in the block of each part of an action. */
    private final class Row {

        private final double[] x = new double[features.size()];
        private int row;

        void read(int newRow) {
            row = newRow;
            LoggedCustomers log = policy.log();
            features.write(log.states(), row * log.width(), x);
        }

        private List<Integer> partsOf(int action) {
            return parts.ofAction().get(action);
        }

        private int block(int part) {
            return x.length * (1 + part);
        }

        double dot(double[] parameters, int action) {
            double sum = dotBlock(parameters, 0);
            for (int part : partsOf(action)) {
                sum += dotBlock(parameters, block(part));
            }
            return sum;
        }

        private double dotBlock(double[] parameters, int at) {
            double sum = 0;
            for (int i = 0; i < x.length; i++) {
                sum += parameters[at + i] * x[i];
            }
            return sum;
        }

        /** Adds factor x phi(s, action). */
        void add(double[] into, int action, double factor) {
            addScaled(into, 0, factor, x);
            addParts(into, action, factor);
        }

        private void addParts(double[] into, int action, double factor) {
            for (int part : partsOf(action)) {
                addScaled(into, block(part), factor, x);
            }
        }

        /** Adds factor x phi_pi(s). */
        void addExpected(double[] into, double factor) {
            addScaled(into, 0, factor, x);
            for (int action = 0; action < parts.actions(); action++) {
                double chance = policy.chance(row, action);
                if (chance > 0) {
                    addParts(into, action, factor * chance);
                }
            }
        }

        /** Adds phi(s, action) right^T. */
        void addOuter(double[][] into, int action, double[] right) {
            addOuterBlock(into, 0, right);
            for (int part : partsOf(action)) {
                addOuterBlock(into, block(part), right);
            }
        }

        private void addOuterBlock(double[][] into, int at, double[] right) {
            for (int i = 0; i < x.length; i++) {
                if (x[i] != 0) {
                    addScaled(into[at + i], 0, x[i], right);
                }
            }
        }
    }
}
