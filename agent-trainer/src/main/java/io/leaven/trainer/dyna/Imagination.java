package io.leaven.trainer.dyna;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Dyna (Sutton 1990) with full backups: learns from transitions how customers respond, lets imagined customers live by that, and
 * keeps each state that they pass through together with everything that could follow from it. A gradient step on such a state knows
 * the expectation of every action, where a real transition knows one outcome of one action; so a log teaches the network many times
 * more.
 *
 * <p>Imagined customers begin where real ones were. Half of them live under the agent as it is, with some exploration; half under
 * random messages, each at a rate of its own, most of them rarely messaged, so that rested customers are known too.
 *
 * <p>Bounded memory. Not safe for use by several threads.
 */
public final class Imagination implements Checkpointed {

    /** Real states that imagined customers may begin in: a uniform sample of all that were seen. */
    private static final int STARTS = 20_000;

    private final DynaSettings settings;
    private final ActionCatalogue catalogue;
    private final long seed;
    private final ResponseData data;
    private final LedgerTerms terms;
    private final ObservedHistory history = new ObservedHistory();
    private final Endings endings = new Endings();
    private final List<CustomerState> starts = new ArrayList<>();
    private final ImaginedStates states;
    private final RestorableUniformRandomProvider random;
    private ImaginedLives lives;
    private long seen;
    private long fittedAt;

    /** Tells which action the agent would take in each of some states. */
    @FunctionalInterface
    public interface Greedy {

        /**
         * @param encoded row by row
         * @param count states
         */
        int[] actions(float[] encoded, int count);
    }

    /** @param features that the agent sees */
    public Imagination(DynaSettings settings, ActionCatalogue catalogue, List<StateFeature> features, long seed) {
        this.settings = settings;
        this.catalogue = catalogue;
        this.seed = seed;
        this.data = new ResponseData(features, settings.dataTransitions());
        this.terms = new LedgerTerms(catalogue.size());
        this.states = new ImaginedStates(settings.memoryStates(), features.size(), catalogue.size());
        this.random = RandomSource.XO_RO_SHI_RO_128_PP.create(seed);
    }

    /** Learns from a transition. */
    public void observe(Transition transition) {
        data.add(transition);
        terms.add(transition);
        history.observe(transition);
        endings.add(transition);
        seen++;
        if (starts.size() < STARTS) {
            starts.add(transition.getState());
        } else {
            long place = random.nextLong(seen);
            if (place < STARTS) {
                starts.set((int) place, transition.getState());
            }
        }
    }

    /** Whether there is enough more to learn from than at the last fit. */
    public boolean isDue() {
        return seen >= fittedAt * (1 + settings.growth()) && seen > fittedAt;
    }

    /** Whether there is anything more to learn from than at the last fit. */
    public boolean isStale() {
        return seen > fittedAt;
    }

    /** Fits the response model to all that is known. What was imagined before is forgotten: an older model told it. */
    public void fit() {
        fittedAt = seen;
        states.clear();
        lives = new ImaginedLives(
                ResponseModel.fit(data, catalogue, seed), terms, endings, history.history(), catalogue, states, random);
    }

    /**
     * Lets new imagined customers live by the model of the last fit.
     *
     * @param agent as it is now
     */
    public void imagine(StateEncoder encoder, Greedy agent) {
        lives.live(encoder, starts, settings.customers(), settings.steps(), agent);
    }

    /** Gradient steps to make on imagined states after the last fit. */
    public long updates() {
        return settings.updates(data.size());
    }

    /** Fills a batch with imagined states drawn uniformly. */
    public void sample(UniformRandomProvider drawing, ImaginedBatch into) {
        states.sample(drawing, into);
    }

    /** Room for a batch. */
    public ImaginedBatch batch() {
        return ImaginedBatch.ofSize(settings.batchSize(), data.features().size(), catalogue.size());
    }

    public DynaSettings settings() {
        return settings;
    }

    /** {@inheritDoc} What was imagined is not: it serves the gradient steps after a fit alone, and those are made at once. */
    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("imagination");
        out.writeLong(seen);
        out.writeLong(fittedAt);
        out.writeRandom(random);
        out.writeInt(starts.size());
        for (CustomerState start : starts) {
            out.writeBlock(start.toByteBuffer());
        }
        terms.write(out);
        history.write(out);
        endings.write(out);
        data.write(out);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("imagination");
        seen = in.readLong();
        fittedAt = in.readLong();
        in.readRandom(random);
        starts.clear();
        for (int left = in.readCount(STARTS, Integer.BYTES); left > 0; left--) {
            starts.add(in.readRecord(CustomerState.class));
        }
        terms.read(in);
        history.read(in);
        endings.read(in);
        data.read(in);
    }
}
