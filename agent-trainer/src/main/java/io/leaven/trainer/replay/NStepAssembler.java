package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Joins the steps of each customer to returns over n steps (Sutton and Barto, 2018, section 7.1):
 *
 * <pre>
 * R = r_t + gamma^d1 r_{t+1} + ... ,  next state n steps later,
 * </pre>
 *
 * where d1 is how many steps lie between the two. Customers may come in any order, as long as the steps of one come in theirs. At
 * the end of a life, and at a gap in it, shorter returns are made. What came between is not corrected for: the n - 1 steps after the
 * first are those of the policy that made the log.
 *
 * <p>Remembers at most so many customers; the one that was quiet for longest is closed with shorter returns. Not safe for use by
 * several threads.
 */
public final class NStepAssembler implements Checkpointed {

    /** Where finished transitions go. */
    @FunctionalInterface
    public interface Sink {
        void add(EncodedStep transition);
    }

    private final int width;
    private final int steps;
    private final double gamma;
    private final int mostCustomers;
    private final Sink sink;
    private final Map<String, Deque<Pending>> customers = new LinkedHashMap<>(16, .75f, true);

    private static final class Pending {
        private final EncodedStep first;
        private double reward;
        private EncodedStep last;
        private int elapsed;
        private int endsAt;
        private int joined = 1;

        private Pending(CheckpointReader in, int width) throws IOException {
            this.first = EncodedStep.read(in, width);
            this.reward = in.readDouble();
            this.last = EncodedStep.read(in, width);
            this.elapsed = in.readInt();
            this.endsAt = in.readInt();
            this.joined = in.readInt();
        }

        private void write(CheckpointWriter out) throws IOException {
            first.write(out);
            out.writeDouble(reward);
            last.write(out);
            out.writeInt(elapsed);
            out.writeInt(endsAt);
            out.writeInt(joined);
        }

        private Pending(EncodedStep first, int endsAt) {
            this.first = first;
            this.endsAt = endsAt;
            this.reward = first.reward();
            this.last = first;
            this.elapsed = first.elapsed();
        }

        private EncodedStep joined() {
            return new EncodedStep(
                    first.state(),
                    first.action(),
                    (float) reward,
                    last.nextState(),
                    last.nextMask(),
                    elapsed,
                    last.terminal());
        }
    }

    /**
     * @param width numbers of a state
     * @param steps n, 1 or more
     * @param gamma discount of a step
     * @param mostCustomers that may be under way
     */
    public NStepAssembler(int width, int steps, double gamma, int mostCustomers, Sink sink) {
        this.width = width;
        this.steps = steps;
        this.gamma = gamma;
        this.mostCustomers = mostCustomers;
        this.sink = sink;
    }

    /**
     * Takes the next step of a customer.
     *
     * @param from number of the step that closed before it
     * @param to number of the step that it closes
     */
    public void add(String customer, int from, int to, EncodedStep step) {
        if (steps == 1) {
            sink.add(step);
            return;
        }
        Deque<Pending> pending = customers.computeIfAbsent(customer, id -> new ArrayDeque<>());
        if (!pending.isEmpty() && pending.peekLast().endsAt != from) {
            close(pending);
        }
        for (Pending each : pending) {
            each.reward += Math.pow(gamma, each.elapsed) * step.reward();
            each.elapsed += step.elapsed();
            each.last = step;
            each.endsAt = to;
            each.joined++;
        }
        pending.add(new Pending(step, to));
        if (pending.peek().joined == steps) {
            sink.add(pending.poll().joined());
        }
        if (step.terminal()) {
            close(pending);
            customers.remove(customer);
        } else if (customers.size() > mostCustomers) {
            Iterator<Deque<Pending>> quiet = customers.values().iterator();
            close(quiet.next());
            quiet.remove();
        }
    }

    private void close(Deque<Pending> pending) {
        while (!pending.isEmpty()) {
            sink.add(pending.poll().joined());
        }
    }

    /** Customers in the order in which they were quiet. */
    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("returns");
        out.writeInt(customers.size());
        for (Map.Entry<String, Deque<Pending>> customer : customers.entrySet()) {
            out.writeString(customer.getKey());
            out.writeInt(customer.getValue().size());
            for (Pending pending : customer.getValue()) {
                pending.write(out);
            }
        }
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("returns");
        customers.clear();
        for (int left = in.readCount(mostCustomers, 2 * Integer.BYTES); left > 0; left--) {
            String customer = in.readString();
            Deque<Pending> pending = new ArrayDeque<>();
            for (int steps = in.readCount(this.steps, 2 * EncodedStep.bytes(width)); steps > 0; steps--) {
                pending.add(new Pending(in, width));
            }
            customers.put(customer, pending);
        }
    }
}
