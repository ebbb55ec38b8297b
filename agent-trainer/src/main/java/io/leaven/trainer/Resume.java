package io.leaven.trainer;

import java.util.Map;

/**
 * Where the trainer before this one stood.
 *
 * @param version of its newest snapshot; 0 if there is none
 * @param positions next offset it would have read, by partition of the replay topic
 */
public record Resume(long version, Map<Integer, Long> positions) {

    public Resume {
        positions = Map.copyOf(positions);
    }

    /** Nobody was here before. */
    public static Resume fresh() {
        return new Resume(0, Map.of());
    }

    /** Whether the record was read by the trainer before this one. */
    public boolean knew(int partition, long offset) {
        return offset < positions.getOrDefault(partition, 0L);
    }
}
