package io.leaven.trainer.evaluation;

import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.hipparchus.linear.Array2DRowRealMatrix;
import org.hipparchus.linear.ArrayRealVector;
import org.hipparchus.linear.CholeskyDecomposition;
import org.hipparchus.linear.DecompositionSolver;
import org.hipparchus.linear.RealMatrix;
import org.hipparchus.linear.RealVector;

/**
 * The Bellman equation of a policy for a {@link LinearModel}, as sums over the steps of some customers, by fold so that a fold can be
 * taken out. With phi(s, a) the features of state and action and phi_pi(s) their mean over the policy's actions:
 *
 * <pre>
 * M = ridge I + sum over steps of phi(s, a) phi(s, a)^T
 * N = sum over steps of gamma phi(s, a) phi_pi(s')^T, 0 after a terminal step
 * b = sum over steps of phi(s, a) r
 * v = sum over customers of phi_pi(s_0)
 * </pre>
 *
 * theta_{k+1} = M^-1 (b + N theta_k) is the ridge regression of r + gamma V_k(s') on (s, a); Q(s, a) = theta . phi(s, a).
 * omega_{k+1} = M^-1 (v + N^T omega_k) carries the first states forward by k steps; m(s, a) = omega . phi(s, a) says how much more
 * often than the log the policy visits (s, a), as far as the features can tell (Uehara, Huang and Jiang 2020, "Minimax weight and
 * Q-function learning", linear case). Both begin at 0 and take three times as many rounds as the longest life has steps: one
 * would do if the features told exactly when a life ends; three settle it where they tell roughly. Solving (M - N) theta = b at once
 * is no slower, but M - N can be near singular: over 100 logs of
 * the bakery its root mean square error was then as large as the value itself.
 */
final class LinearBellman {

    private static final double SYMMETRIC = 1e-9;
    private static final int LIVES = 3;
    private static final double NEXT_TO_NOTHING = 1e-9;

    private final PolicyOnLog policy;
    private final StateFeatures features;
    private final ActionParts parts;
    private final double gamma;
    private final int size;
    private final int folds;
    private final int rounds;
    private final double[][][] products;
    private final double[][][] transitions;
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
        this.rounds = rounds(log, gamma);
        this.size = features.size() + features.ofActions() * parts.count();
        this.products = new double[folds][size][size];
        this.transitions = new double[folds][size][size];
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
        double[] now = new double[size];
        double[] after = new double[size];
        here.read(log.firstRow(customer));
        here.addExpected(start[fold], 1);
        for (int t = 0; t < log.length(customer); t++) {
            int step = log.firstStep(customer) + t;
            int action = log.action(step);
            Arrays.fill(now, 0);
            here.add(now, action, 1);
            here.addOuter(products[fold], action, now);
            here.add(gained[fold], action, log.reward(step));
            next.read(log.firstRow(customer) + t + 1);
            if (t + 1 < log.length(customer) || !log.isTerminal(customer)) {
                Arrays.fill(after, 0);
                next.addExpected(after, log.discountOf(step, gamma));
                here.addOuter(transitions[fold], action, after);
            }
            Row last = here;
            here = next;
            next = last;
        }
    }

    /** Solves without one fold; with a single fold, with all customers. */
    Solution without(int fold, double ridge) {
        double[][] m = new double[size][size];
        double[][] n = new double[size][size];
        double[] b = new double[size];
        double[] v = new double[size];
        for (int other = 0; other < folds; other++) {
            if (other != fold || folds == 1) {
                addScaled(b, 0, 1, gained[other], size);
                addScaled(v, 0, 1, start[other], size);
                for (int i = 0; i < size; i++) {
                    addScaled(m[i], 0, 1, products[other][i], size);
                    addScaled(n[i], 0, 1, transitions[other][i], size);
                }
            }
        }
        for (int i = 0; i < size; i++) {
            m[i][i] += ridge;
        }
        DecompositionSolver inverse =
                new CholeskyDecomposition(new Array2DRowRealMatrix(m, false), SYMMETRIC, 0).getSolver();
        RealMatrix step = new Array2DRowRealMatrix(n, false);
        return new Solution(rounds(inverse, step::operate, b), rounds(inverse, step::preMultiply, v));
    }

    private double[] rounds(DecompositionSolver inverse, UnaryOperator<RealVector> step, double[] from) {
        RealVector first = new ArrayRealVector(from, false);
        RealVector parameters = inverse.solve(first);
        for (int round = 1; round < rounds; round++) {
            parameters = inverse.solve(first.add(step.apply(parameters)));
        }
        return parameters.toArray();
    }

    /** Three longest lives; where a life goes on after the log, at least until a reward then counts next to nothing. */
    private static int rounds(LoggedCustomers log, double gamma) {
        boolean goesOn = false;
        for (int customer = 0; customer < log.customers(); customer++) {
            goesOn |= !log.isTerminal(customer);
        }
        return goesOn && gamma < 1
                ? Math.max(LIVES * log.longest(), (int) Math.ceil(Math.log(NEXT_TO_NOTHING) / Math.log(gamma)))
                : LIVES * log.longest();
    }

    /** Writes parameters . phi(s, a) of every action in a state to {@code into[at .. at + actions)}. */
    void dot(double[] parameters, int row, double[] into, int at) {
        Row here = new Row();
        here.read(row);
        for (int action = 0; action < parts.actions(); action++) {
            into[at + action] = here.dot(parameters, action);
        }
    }

    private static void addScaled(double[] into, int at, double factor, double[] from, int length) {
        for (int i = 0; i < length; i++) {
            into[at + i] += factor * from[i];
        }
    }

    /** The features of one state: x in the first block, and its first numbers again in the block of each part of an action. */
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
            return x.length + part * features.ofActions();
        }

        double dot(double[] parameters, int action) {
            double sum = dotBlock(parameters, 0, x.length);
            for (int part : partsOf(action)) {
                sum += dotBlock(parameters, block(part), features.ofActions());
            }
            return sum;
        }

        private double dotBlock(double[] parameters, int at, int length) {
            double sum = 0;
            for (int i = 0; i < length; i++) {
                sum += parameters[at + i] * x[i];
            }
            return sum;
        }

        /** Adds factor x phi(s, action). */
        void add(double[] into, int action, double factor) {
            addScaled(into, 0, factor, x, x.length);
            addParts(into, action, factor);
        }

        private void addParts(double[] into, int action, double factor) {
            for (int part : partsOf(action)) {
                addScaled(into, block(part), factor, x, features.ofActions());
            }
        }

        /** Adds factor x phi_pi(s). */
        void addExpected(double[] into, double factor) {
            addScaled(into, 0, factor, x, x.length);
            for (int action = 0; action < parts.actions(); action++) {
                double chance = policy.chance(row, action);
                if (chance > 0) {
                    addParts(into, action, factor * chance);
                }
            }
        }

        /** Adds phi(s, action) right^T. */
        void addOuter(double[][] into, int action, double[] right) {
            addOuterBlock(into, 0, x.length, right);
            for (int part : partsOf(action)) {
                addOuterBlock(into, block(part), features.ofActions(), right);
            }
        }

        private void addOuterBlock(double[][] into, int at, int length, double[] right) {
            for (int i = 0; i < length; i++) {
                if (x[i] != 0) {
                    addScaled(into[at + i], 0, x[i], right, right.length);
                }
            }
        }
    }
}
