package io.leaven.trainer.replay;

import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import java.util.ArrayList;
import java.util.List;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What was lived through, to learn from: transitions encoded, joined to returns over n steps, kept in the replay memory. Until
 * {@link #encodeBy} fixes how states are encoded, transitions are held as they came. Not safe for use by several threads.
 */
public final class Experience {

    private final List<StateFeature> features;
    private final ReplayMemory memory;
    private final Sampler sampler;
    private final NStepAssembler assembler;
    private final int actions;
    private List<Transition> held = new ArrayList<>();
    private StateEncoder encoder;

    /**
     * @param features that are seen of a state
     * @param actions in the catalogue
     */
    public Experience(List<StateFeature> features, int actions, ExperienceSettings settings) {
        this.features = List.copyOf(features);
        this.actions = actions;
        this.memory = new ReplayMemory(settings.memoryTransitions(), features.size());
        this.sampler = settings.priorityAlpha() > 0
                ? new PrioritizedSampler(memory, settings.priorityAlpha(), settings.priorityBeta())
                : Sampler.uniform(memory);
        this.assembler = new NStepAssembler(
                settings.steps(),
                settings.gamma(),
                settings.customersUnderWay(),
                step -> sampler.added(memory.add(step)));
    }

    /** Keeps a transition that passed {@link TransitionRules}. */
    public void add(Transition transition) {
        if (encoder == null) {
            held.add(transition);
        } else {
            keep(transition);
        }
    }

    /** The states of the transitions that are held. */
    public List<CustomerState> heldStates() {
        return held.stream().map(Transition::getState).toList();
    }

    public List<StateFeature> features() {
        return features;
    }

    /** Fixes how states are encoded, and takes in what was held. */
    public void encodeBy(StateEncoder chosen) {
        encoder = chosen;
        held.forEach(this::keep);
        held = List.of();
    }

    private void keep(Transition transition) {
        assembler.add(
                transition.getCustomerId(),
                transition.getState().getStep(),
                transition.getNextState().getStep(),
                new EncodedStep(
                        encoder.encode(transition.getState()),
                        transition.getAction(),
                        (float) transition.getReward().getTotal(),
                        encoder.encode(transition.getNextState()),
                        TransitionRules.nextMask(transition, actions),
                        transition.getElapsedSteps(),
                        transition.getTerminal()));
    }

    /**
     * Fills a batch.
     *
     * @throws IllegalStateException if there is nothing yet
     */
    public void sample(UniformRandomProvider random, Batch into) {
        sampler.sample(random, into);
    }

    /** Told of a batch after its gradient step, with its errors. */
    public void learned(Batch batch) {
        sampler.learned(batch);
    }

    /** Transitions to learn from. */
    public int size() {
        return memory.size() + held.size();
    }
}
