package io.leaven.trainer.checkpoint;

import java.io.IOException;

/** A part of a trainer whose state can be put away and taken up again by one that was made under the same settings. */
public interface Checkpointed {

    /** Writes all that what is learned from here on depends on. */
    void write(CheckpointWriter out) throws IOException;

    /**
     * Takes up what was written. After an exception this part is of no use any more.
     *
     * @throws UnfitCheckpointException if what is there cannot have been written by such a part
     */
    void read(CheckpointReader in) throws IOException;
}
