package io.leaven.causal.mmm;

import io.leaven.causal.mcmc.Draws;
import io.leaven.causal.mcmc.SamplerSettings;
import java.util.ArrayList;
import java.util.List;

/** Draws of all parameters of a media mix model, on the scaled model. Immutable, safe for use by several threads. */
public final class MediaMixPosterior {

    private final MediaMixModel model;
    private final SamplerSettings settings;
    private final Draws sampled;
    /** [parameter][chain][draw]. */
    private final double[][][] draws;

    private final double seconds;
    private final List<ParameterSummary> parameters;
    private final Convergence convergence;

    MediaMixPosterior(
            MediaMixModel model, SamplerSettings settings, Draws sampled, double[][][] draws, double seconds) {
        this.model = model;
        this.settings = settings;
        this.sampled = sampled;
        this.draws = draws;
        this.seconds = seconds;
        List<ParameterSummary> summaries = new ArrayList<>();
        for (int parameter = 0; parameter < draws.length; parameter++) {
            summaries.add(ParameterSummary.of(model.parameters().get(parameter), draws[parameter]));
        }
        this.parameters = List.copyOf(summaries);
        this.convergence = Convergence.of(parameters, sampled.divergences());
    }

    public MediaMixModel model() {
        return model;
    }

    public SamplerSettings settings() {
        return settings;
    }

    /** What the sampler noted: tree depths, step sizes, energies of the sampled part. */
    public Draws sampled() {
        return sampled;
    }

    /** One row for each parameter, in the order of {@link MediaMixModel#parameters}. */
    public List<ParameterSummary> parameters() {
        return parameters;
    }

    public Convergence convergence() {
        return convergence;
    }

    /** Warm-up and sampling of all chains, from first to last. */
    public double seconds() {
        return seconds;
    }

    /** Over all chains. */
    public int size() {
        return draws[0].length * draws[0][0].length;
    }

    /** The draws of one parameter: [chain][draw]. */
    public double[][] draws(String parameter) {
        double[][] found = draws[model.parameters().indexOf(parameter)];
        double[][] copy = new double[found.length][];
        for (int chain = 0; chain < copy.length; chain++) {
            copy[chain] = found[chain].clone();
        }
        return copy;
    }

    /** All parameters of one draw, counted over the chains. */
    double[] draw(int number) {
        int perChain = draws[0][0].length;
        double[] all = new double[draws.length];
        for (int parameter = 0; parameter < all.length; parameter++) {
            all[parameter] = draws[parameter][number / perChain][number % perChain];
        }
        return all;
    }

    /** The numbers of at most so many draws, evenly spread over all. */
    int[] thinned(int most) {
        int size = size();
        int count = Math.min(size, most);
        int[] numbers = new int[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (int) ((long) i * size / count);
        }
        return numbers;
    }
}
