package io.leaven.trainer.replay;

import io.leaven.trainer.checkpoint.CheckpointReader;
import io.leaven.trainer.checkpoint.CheckpointWriter;
import io.leaven.trainer.checkpoint.Checkpointed;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/**
 * How far back the newest transitions reach in event time, to one part in 256 of the memory: the time of every so many-th transition
 * is kept, not of each. Not safe for use by several threads.
 */
final class MemoryAge implements Checkpointed {

    private static final int MARKS = 256;

    private final int capacity;
    private final int stride;
    private final Deque<Mark> marks = new ArrayDeque<>();
    private long count;
    private long newestMs;

    private record Mark(long number, long timeMs) {}

    /** @param capacity of the memory, in transitions */
    MemoryAge(int capacity) {
        this.capacity = capacity;
        this.stride = Math.max(1, capacity / MARKS);
    }

    void add(long timeMs) {
        if (count % stride == 0) {
            marks.add(new Mark(count, timeMs));
        }
        count++;
        newestMs = Math.max(newestMs, timeMs);
        while (marks.size() > 1 && marks.peek().number < count - capacity) {
            marks.poll();
        }
    }

    /** From the oldest transition's event to the newest. */
    Duration span() {
        return marks.isEmpty() ? Duration.ZERO : Duration.ofMillis(Math.max(0, newestMs - marks.peek().timeMs));
    }

    @Override
    public void write(CheckpointWriter out) throws IOException {
        out.begin("memory age");
        out.writeLong(count);
        out.writeLong(newestMs);
        out.writeInt(marks.size());
        for (Mark mark : marks) {
            out.writeLong(mark.number);
            out.writeLong(mark.timeMs);
        }
    }

    @Override
    public void read(CheckpointReader in) throws IOException {
        in.begin("memory age");
        count = in.readLong();
        newestMs = in.readLong();
        marks.clear();
        for (int left = in.readCount(Integer.MAX_VALUE, 2 * Long.BYTES); left > 0; left--) {
            marks.add(new Mark(in.readLong(), in.readLong()));
        }
    }
}
