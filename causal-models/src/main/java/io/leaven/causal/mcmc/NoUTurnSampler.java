package io.leaven.causal.mcmc;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ContinuousSampler;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler;

/**
 * The No-U-Turn sampler of Hoffman and Gelman (2014) in the multinomial form of Betancourt (2017), as in Stan.
 *
 * <p>A transition draws a momentum and follows Hamilton's equations by leapfrog steps, in a direction drawn anew each time the
 * trajectory doubles, until the trajectory turns back, diverges, or has doubled maxTreeDepth times. A state z of it has weight
 * exp(H(z0) - H(z)); the draw is one of the states. Inside a subtree the later half is chosen with its share of the weight. At
 * the top the new half is chosen with min(1, its weight / weight of the old tree), which favours states far away.
 *
 * <p>A stretch of the trajectory from z- to z+ with momentum sum rho goes on while v-'rho > 0 and v+'rho > 0, v the velocity
 * (the generalised criterion). Where two halves join, it must hold for the whole and for each half with the first state of the
 * other, else turns that fall on the seam would be missed. A subtree that turns back is thrown away whole. A step whose energy
 * is more than 1000 above the start's diverges.
 *
 * <p>Allocates nothing after construction. Not thread-safe.
 */
final class NoUTurnSampler {

    private static final double LARGEST_ENERGY_ERROR = 1000;

    /** Acceptance probability of one step that the first step size aims at. */
    private static final double LOG_HEURISTIC_TARGET = Math.log(.8);

    private static final double LARGEST_STEP_SIZE = 1e7;

    private final LogDensity density;
    private final UniformRandomProvider random;
    private final ContinuousSampler normal;
    private final int maxTreeDepth;
    private final Leapfrog integrator;
    private MassMatrix metric;
    private double stepSize = 1;

    /** The chain's present draw. */
    private PhasePoint draw;

    private final PhasePoint forward;
    private final PhasePoint backward;

    /** The trajectory so far. Its last end is the one that grows. */
    private final Stretch tree;

    /** Room for the half that is added at each depth. */
    private final Stretch[] extensions;

    /** End of the trajectory that the integrator moves, and the signed size of its steps. */
    private PhasePoint moving;

    private double signedStep;
    private double initialEnergy;
    private double acceptanceSum;
    private int leapfrogs;
    private int depth;
    private boolean divergent;

    NoUTurnSampler(LogDensity density, MassMatrix metric, int maxTreeDepth, UniformRandomProvider random) {
        int n = metric.dimension();
        this.density = density;
        this.random = random;
        this.normal = ZigguratSampler.NormalizedGaussian.of(random);
        this.maxTreeDepth = maxTreeDepth;
        this.integrator = new Leapfrog(density, metric);
        this.metric = metric;
        this.draw = new PhasePoint(n);
        this.forward = new PhasePoint(n);
        this.backward = new PhasePoint(n);
        this.tree = new Stretch(n);
        this.extensions = new Stretch[maxTreeDepth];
        for (int i = 0; i < maxTreeDepth; i++) {
            extensions[i] = new Stretch(n);
        }
    }

    /** Moves the chain to a point; false if log density or gradient is not finite there. */
    boolean startAt(double[] position) {
        System.arraycopy(position, 0, draw.position, 0, position.length);
        draw.logDensity = density.evaluate(draw.position, draw.gradient);
        boolean finite = Double.isFinite(draw.logDensity);
        for (double derivative : draw.gradient) {
            finite &= Double.isFinite(derivative);
        }
        return finite;
    }

    void use(MassMatrix other) {
        metric = other;
        integrator.use(other);
    }

    void use(double newStepSize) {
        stepSize = newStepSize;
    }

    /**
     * Doubles or halves the step size until the acceptance probability of a single step crosses .8, each time with a new
     * momentum.
     */
    void findStepSize() {
        boolean grow = logAcceptanceOfOneStep() > LOG_HEURISTIC_TARGET;
        while (true) {
            double log = logAcceptanceOfOneStep();
            if (grow ? !(log > LOG_HEURISTIC_TARGET) : !(log < LOG_HEURISTIC_TARGET)) {
                return;
            }
            stepSize *= grow ? 2 : .5;
            if (stepSize > LARGEST_STEP_SIZE) {
                throw new SamplingException("every step size is accepted up to " + LARGEST_STEP_SIZE
                        + ": the density seems improper (flat without bounds)");
            }
            if (stepSize == 0) {
                throw new SamplingException("no step size is small enough: the log density seems not to be continuous,"
                        + " or the gradient not to be its own");
            }
        }
    }

    private double logAcceptanceOfOneStep() {
        startTrajectory();
        double before = forward.energy;
        integrator.step(forward, stepSize);
        return before - forward.energy;
    }

    /** Makes one transition. */
    void transition() {
        startTrajectory();
        backward.copyFrom(forward);
        draw.energy = forward.energy;
        initialEnergy = forward.energy;
        tree.startAt(forward);
        acceptanceSum = 0;
        leapfrogs = 0;
        depth = 0;
        divergent = false;
        moving = forward;
        signedStep = stepSize;
        while (depth < maxTreeDepth) {
            if (random.nextBoolean()) {
                turnRound();
            }
            Stretch extension = extensions[depth];
            if (!build(depth, extension)) {
                return;
            }
            depth++;
            if (random.nextDouble() < Math.exp(extension.logWeight - tree.logWeight)) {
                PhasePoint old = draw;
                draw = extension.proposal;
                extension.proposal = old;
            }
            boolean goesOn = goesOn(tree, extension);
            tree.join(extension);
            if (!goesOn) {
                return;
            }
        }
    }

    /** Puts the forward end on the draw, with a new momentum. */
    private void startTrajectory() {
        forward.copyDrawFrom(draw);
        double[] momentum = forward.momentum;
        for (int i = 0; i < momentum.length; i++) {
            momentum[i] = normal.sample();
        }
        metric.toMomentum(momentum);
        integrator.measure(forward);
    }

    private void turnRound() {
        moving = moving == forward ? backward : forward;
        signedStep = -signedStep;
        tree.reverse();
    }

    /** Adds 2^height states at the moving end; false if the stretch of them diverges or turns back. */
    private boolean build(int height, Stretch stretch) {
        if (height == 0) {
            return step(stretch);
        }
        Stretch later = extensions[height - 1];
        if (!build(height - 1, stretch) || !build(height - 1, later) || !goesOn(stretch, later)) {
            return false;
        }
        double share = 1 / (1 + Math.exp(stretch.logWeight - later.logWeight));
        if (random.nextDouble() < share) {
            PhasePoint old = stretch.proposal;
            stretch.proposal = later.proposal;
            later.proposal = old;
        }
        stretch.join(later);
        return true;
    }

    private boolean step(Stretch stretch) {
        integrator.step(moving, signedStep);
        leapfrogs++;
        double logWeight = initialEnergy - moving.energy;
        acceptanceSum += logWeight > 0 ? 1 : Math.exp(logWeight);
        if (logWeight < -LARGEST_ENERGY_ERROR) {
            divergent = true;
            return false;
        }
        stretch.startAt(moving);
        stretch.proposal.copyDrawFrom(moving);
        stretch.logWeight = logWeight;
        return true;
    }

    private static boolean goesOn(Stretch a, Stretch b) {
        double[] sumA = a.momentumSum;
        double[] sumB = b.momentumSum;
        double[] firstVelocityA = a.firstVelocity;
        double[] lastVelocityB = b.lastVelocity;
        double[] lastVelocityA = a.lastVelocity;
        double[] firstVelocityB = b.firstVelocity;
        double[] lastMomentumA = a.lastMomentum;
        double[] firstMomentumB = b.firstMomentum;
        double wholeFirst = 0;
        double wholeLast = 0;
        double leftFirst = 0;
        double leftLast = 0;
        double rightFirst = 0;
        double rightLast = 0;
        for (int i = 0; i < sumA.length; i++) {
            double whole = sumA[i] + sumB[i];
            wholeFirst += firstVelocityA[i] * whole;
            wholeLast += lastVelocityB[i] * whole;
            double left = sumA[i] + firstMomentumB[i];
            leftFirst += firstVelocityA[i] * left;
            leftLast += firstVelocityB[i] * left;
            double right = lastMomentumA[i] + sumB[i];
            rightFirst += lastVelocityA[i] * right;
            rightLast += lastVelocityB[i] * right;
        }
        return wholeFirst > 0 && wholeLast > 0 && leftFirst > 0 && leftLast > 0 && rightFirst > 0 && rightLast > 0;
    }

    /** The present draw; changes with the next transition. */
    double[] position() {
        return draw.position;
    }

    double logDensity() {
        return draw.logDensity;
    }

    /** Hamiltonian of the draw with the momentum that the trajectory had there. */
    double energy() {
        return draw.energy;
    }

    /** Mean acceptance probability over all states of the last trajectory, those of thrown-away subtrees too. */
    double acceptance() {
        return acceptanceSum / leapfrogs;
    }

    double stepSize() {
        return stepSize;
    }

    MassMatrix metric() {
        return metric;
    }

    /** Doublings of the last trajectory. */
    int treeDepth() {
        return depth;
    }

    int leapfrogs() {
        return leapfrogs;
    }

    boolean divergent() {
        return divergent;
    }

    /** A run of neighbouring states: momenta and velocities at its two ends, sum of its momenta, its weight and the state chosen from it. */
    private static final class Stretch {

        private double[] firstMomentum;
        private double[] firstVelocity;
        private double[] lastMomentum;
        private double[] lastVelocity;
        private final double[] momentumSum;
        private double logWeight;
        private PhasePoint proposal;

        Stretch(int n) {
            firstMomentum = new double[n];
            firstVelocity = new double[n];
            lastMomentum = new double[n];
            lastVelocity = new double[n];
            momentumSum = new double[n];
            proposal = new PhasePoint(n);
        }

        void startAt(PhasePoint point) {
            int n = momentumSum.length;
            System.arraycopy(point.momentum, 0, firstMomentum, 0, n);
            System.arraycopy(point.momentum, 0, lastMomentum, 0, n);
            System.arraycopy(point.momentum, 0, momentumSum, 0, n);
            System.arraycopy(point.velocity, 0, firstVelocity, 0, n);
            System.arraycopy(point.velocity, 0, lastVelocity, 0, n);
            logWeight = 0;
        }

        void reverse() {
            double[] momentum = firstMomentum;
            firstMomentum = lastMomentum;
            lastMomentum = momentum;
            double[] velocity = firstVelocity;
            firstVelocity = lastVelocity;
            lastVelocity = velocity;
        }

        /** Appends another stretch, which lends its arrays. */
        void join(Stretch other) {
            double[] momentum = lastMomentum;
            lastMomentum = other.lastMomentum;
            other.lastMomentum = momentum;
            double[] velocity = lastVelocity;
            lastVelocity = other.lastVelocity;
            other.lastVelocity = velocity;
            for (int i = 0; i < momentumSum.length; i++) {
                momentumSum[i] += other.momentumSum[i];
            }
            double larger = Math.max(logWeight, other.logWeight);
            double smaller = Math.min(logWeight, other.logWeight);
            logWeight = larger + Math.log(1 + Math.exp(smaller - larger));
        }
    }
}
