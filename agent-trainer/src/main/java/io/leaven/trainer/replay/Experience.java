package io.leaven.trainer.replay;

import io.leaven.agent.state.StateEncoder;
import io.leaven.schemas.CustomerState;
import io.leaven.schemas.Transition;
import io.leaven.schemas.feature.StateFeature;
import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;

/**
 * What was lived through, to learn from: transitions encoded, joined to returns over n steps, kept in the replay memory. Until
 * {@link #encodeBy} fixes how states are encoded, transitions are held as they came. Not safe for use by several threads.
 */
public final class Experience implements Checkpointed {

    private final List<StateFeature> features;
    private final ReplayMemory memory;
    private final Sampler sampler;
    private final NStepAssembler assembler;
    private final MemoryAge age;
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
        this.age = new MemoryAge(settings.memoryTransitions());
        this.memory = new ReplayMemory(settings.memoryTransitions(), features.size());
        this.sampler = settings.priorityAlpha() > 0
                ? new PrioritizedSampler(memory, settings.priorityAlpha(), settings.priorityBeta())
                : Sampler.uniform(memory);
        this.assembler = new NStepAssembler(
                features.size(),
                settings.steps(),
                settings.gamma(),
                settings.customersUnderWay(),
                step -> sampler.added(memory.add(step)));
    }

    /** Keeps a transition that passed {@link TransitionRules}. */
    public void add(Transition transition) {
        age.add(transition.getEventTime().toEpochMilli());
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

    /** From the oldest transition's event to the newest one's. */
    public Duration span() {
        return age.span();
    }

    /** How states are encoded, once that is fixed. */
    public Optional<StateEncoder> encoder() {
        return Optional.ofNullable(encoder);
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("experience");
        out.writeBoolean(encoder != null);
        if (encoder != null) {
            for (StateEncoder.Input input : encoder.features()) {
                out.writeDouble(input.offset());
                out.writeDouble(input.scale());
            }
        }
        out.writeInt(held.size());
        for (Transition transition : held) {
            out.writeBlock(transition.toByteBuffer());
        }
        memory.write(out);
        sampler.write(out);
        assembler.write(out);
        age.write(out);
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("experience");
        encoder = in.readBoolean() ? readEncoder(in) : null;
        held = new ArrayList<>();
        for (int left = in.readCount(Integer.MAX_VALUE, Integer.BYTES); left > 0; left--) {
            held.add(in.readRecord(Transition.class));
        }
        memory.read(in);
        sampler.read(in);
        assembler.read(in);
        age.read(in);
    }

    private StateEncoder readEncoder(CheckpointReader in) throws IOException {
        List<StateEncoder.Input> inputs = new ArrayList<>();
        for (StateFeature feature : features) {
            inputs.add(new StateEncoder.Input(feature, in.readDouble(), in.readDouble()));
        }
        return new StateEncoder(inputs);
    }
}
