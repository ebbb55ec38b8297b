package io.leaven.trainer.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What a checkpoint tells of itself before the state: whether it fits can be seen from this alone.
 *
 * @param madeUnder what learning depends on beside the transitions, by name: settings, catalogue, topic
 * @param positions next offset to read, by partition of the replay topic
 * @param snapshotVersion of the newest snapshot that was made before it
 */
public record CheckpointHeader(Map<String, String> madeUnder, Map<Integer, Long> positions, long snapshotVersion) {

    public CheckpointHeader {
        madeUnder = Map.copyOf(madeUnder);
        positions = Map.copyOf(positions);
    }

    void write(CheckpointWriter out) throws IOException {
        out.writeInt(madeUnder.size());
        for (Map.Entry<String, String> entry : new TreeMap<>(madeUnder).entrySet()) {
            out.writeString(entry.getKey());
            out.writeString(entry.getValue());
        }
        out.writeInt(positions.size());
        for (Map.Entry<Integer, Long> position : new TreeMap<>(positions).entrySet()) {
            out.writeInt(position.getKey());
            out.writeLong(position.getValue());
        }
        out.writeLong(snapshotVersion);
    }

    static CheckpointHeader read(CheckpointReader in) throws IOException {
        Map<String, String> madeUnder = new TreeMap<>();
        for (int left = in.readCount(Integer.MAX_VALUE, 2 * Integer.BYTES); left > 0; left--) {
            madeUnder.put(in.readString(), in.readString());
        }
        Map<Integer, Long> positions = new TreeMap<>();
        for (int left = in.readCount(Integer.MAX_VALUE, Integer.BYTES + Long.BYTES); left > 0; left--) {
            positions.put(in.readInt(), in.readLong());
        }
        return new CheckpointHeader(madeUnder, positions, in.readLong());
    }

    /** How what it was made under differs from what is so now, in words; empty if it does not. */
    public List<String> differences(Map<String, String> now) {
        List<String> differences = new ArrayList<>();
        TreeSet<String> names = new TreeSet<>(madeUnder.keySet());
        names.addAll(now.keySet());
        for (String name : names) {
            String then = madeUnder.getOrDefault(name, "not set");
            String here = now.getOrDefault(name, "not set");
            if (!then.equals(here)) {
                differences.add(name + " was " + then + " and is " + here);
            }
        }
        return differences;
    }
}
