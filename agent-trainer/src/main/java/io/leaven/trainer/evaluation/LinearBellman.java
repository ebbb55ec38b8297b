package io.leaven.trainer.evaluation;

import java.util.Arrays;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.LUDecomposition;
import org.hipparchus.linear.RealMatrix;

/**
 * The Bellman equation of a policy for a linear Q-function, as sums over the steps of some customers, by fold so that a fold can
 * be taken out:
 *
 * <pre>
 * A = sum over steps of phi(s, a) (phi(s, a) - gamma phi_pi(s'))^T,   phi_pi(s) = sum over a of pi(a | s) phi(s, a)
 * b = sum over steps of phi(s, a) r
 * v = sum over customers of phi_pi(s_0)
 * </pre>
 *
 * <p>{@code theta} solves (A + ridge I) theta = b and gives Q(s, a) = theta . phi(s, a). {@code omega} solves (A + ridge I)^T omega = v
 * and gives the marginal weight omega . phi(s, a): how much more often than the log the judged policy visits (s, a), as far as
 * features can tell (Uehara, Huang and Jiang 2020, "Minimax weight and Q-function learning", linear case).
 */
final class LinearBellman {

    private final PolicyOnLog policy;
    private final StateFeatures features;
    private final double gamma;
    private final int size;
    private final int folds;
    private final double[][][] matrix;
    private final double[][] gained;
    private final double[][] start;

    /** Customer i is of fold i modulo folds. */
    LinearBellman(PolicyOnLog policy, StateFeatures features, double gamma, int folds) {
        if (!(gamma > 0 && gamma <= 1)) {
            throw new IllegalArgumentException("gamma is " + gamma + " but must be above 0 and at most 1");
        }
        this.policy = policy;
        this.features = features;
        this.gamma = gamma;
        this.folds = folds;
        this.size = features.shared() + (policy.log().actions() - 1) * features.own();
        this.matrix = new double[folds][size][size];
        this.gained = new double[folds][size];
        this.start = new double[folds][size];
        for (int customer = 0; customer < policy.log().customers(); customer++) {
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
        double[] expected = new double[size];
        double[] difference = new double[size];
        here.read(log.firstRow(customer));
        here.expected(start[fold]);
        for (int t = 0; t < log.length(customer); t++) {
            int step = log.firstStep(customer) + t;
            next.read(log.firstRow(customer) + t + 1);
            Arrays.fill(expected, 0);
            if (t + 1 < log.length(customer) || !log.isTerminal(customer)) {
                next.expected(expected);
            }
            double discount = log.discountOf(step, gamma);
            for (int j = 0; j < size; j++) {
                difference[j] = -discount * expected[j];
            }
            here.addTo(difference, log.action(step), 1);
            here.addOuter(matrix[fold], log.action(step), difference);
            here.addTo(gained[fold], log.action(step), log.reward(step));
            Row swapped = here;
            here = next;
            next = swapped;
        }
    }

    /** Solves without one fold; with a single fold, with all customers. */
    Solution without(int fold, double ridge) {
        double[][] left = new double[size][size];
        double[] rewards = new double[size];
        double[] starts = new double[size];
        for (int other = 0; other < folds; other++) {
            if (other != fold || folds == 1) {
                for (int i = 0; i < size; i++) {
                    rewards[i] += gained[other][i];
                    starts[i] += start[other][i];
                    for (int j = 0; j < size; j++) {
                        left[i][j] += matrix[other][i][j];
                    }
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
        DecompositionSolver solver = new LUDecomposition(a, 0).getSolver();
        return solver.solve(new ArrayRealVector(b, false)).toArray();
    }

    /** Writes omega . phi or theta . phi of every action in a state to {@code into[at .. at + actions)}. */
    void dot(double[] parameters, int row, double[] into, int at) {
        Row here = new Row();
        here.read(row);
        for (int action = 0; action < policy.log().actions(); action++) {
            into[at + action] = here.dot(parameters, action);
        }
    }

    /** The features of one state. */
    private final class Row {

        private final double[] shared = new double[features.shared()];
        private final double[] own = new double[features.own()];
        private int row;

        void read(int newRow) {
            row = newRow;
            LoggedCustomers log = policy.log();
            features.shared(log.states(), row * log.width(), shared);
            features.own(log.states(), row * log.width(), own);
        }

        /** Where the numbers of an action begin; the first has none. */
        private int block(int action) {
            return shared.length + (action - 1) * own.length;
        }

        double dot(double[] parameters, int action) {
            double sum = 0;
            for (int i = 0; i < shared.length; i++) {
                sum += parameters[i] * shared[i];
            }
            for (int i = 0; action > 0 && i < own.length; i++) {
                sum += parameters[block(action) + i] * own[i];
            }
            return sum;
        }

        /** Adds factor x phi(s, action). */
        void addTo(double[] into, int action, double factor) {
            for (int i = 0; i < shared.length; i++) {
                into[i] += factor * shared[i];
            }
            addOwn(into, action, factor);
        }

        private void addOwn(double[] into, int action, double factor) {
            for (int i = 0; action > 0 && i < own.length; i++) {
                into[block(action) + i] += factor * own[i];
            }
        }

        /** Adds phi_pi(s). */
        void expected(double[] into) {
            for (int i = 0; i < shared.length; i++) {
                into[i] += shared[i];
            }
            for (int action = 1; action < policy.log().actions(); action++) {
                double chance = policy.chance(row, action);
                if (chance > 0) {
                    addOwn(into, action, chance);
                }
            }
        }

        /** Adds phi(s, action) x right^T. */
        void addOuter(double[][] into, int action, double[] right) {
            for (int i = 0; i < shared.length; i++) {
                addScaled(into[i], shared[i], right);
            }
            for (int i = 0; action > 0 && i < own.length; i++) {
                addScaled(into[block(action) + i], own[i], right);
            }
        }

        private void addScaled(double[] into, double factor, double[] right) {
            if (factor != 0) {
                for (int j = 0; j < right.length; j++) {
                    into[j] += factor * right[j];
                }
            }
        }
    }
}
