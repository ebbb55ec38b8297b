package io.leaven.causal.mcmc;

/**
 * The leapfrog integrator of Hamilton's equations: half a step of momentum, a step of position, half a step of momentum.
 * Reversible and volume preserving, so its error of the energy alone decides on acceptance.
 */
final class Leapfrog {

    private final LogDensity density;
    private MassMatrix metric;

    Leapfrog(LogDensity density, MassMatrix metric) {
        this.density = density;
        this.metric = metric;
    }

    void use(MassMatrix other) {
        metric = other;
    }

    /** Moves a point by a step in place; a negative step goes back in time. */
    void step(PhasePoint point, double size) {
        double[] q = point.position;
        double[] p = point.momentum;
        double[] v = point.velocity;
        double[] g = point.gradient;
        double half = .5 * size;
        int n = q.length;
        for (int i = 0; i < n; i++) {
            p[i] += half * g[i];
        }
        metric.velocity(p, v);
        for (int i = 0; i < n; i++) {
            q[i] += size * v[i];
        }
        point.logDensity = density.evaluate(q, g);
        for (int i = 0; i < n; i++) {
            p[i] += half * g[i];
        }
        measure(point);
    }

    /** Velocity and energy of a point whose momentum is new. What is no number, or a density of infinity, counts as infinite energy. */
    void measure(PhasePoint point) {
        double[] p = point.momentum;
        double[] v = point.velocity;
        metric.velocity(p, v);
        double kinetic = 0;
        for (int i = 0; i < p.length; i++) {
            kinetic += p[i] * v[i];
        }
        double energy = .5 * kinetic - point.logDensity;
        point.energy = energy > Double.NEGATIVE_INFINITY ? energy : Double.POSITIVE_INFINITY;
    }
}
