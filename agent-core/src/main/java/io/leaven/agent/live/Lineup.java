package io.leaven.agent.live;

import io.leaven.agent.snapshot.Snapshot;
import java.util.Optional;

/**
 * Which snapshot has which part now.
 *
 * @param live decides; none before the first good one
 * @param lastGood what a roll-back would go back to; none if there is nothing, or a person has pinned the live one
 * @param onTrial whether the live one has yet to be held against the last good one
 * @param shadow decides in the record only; none if there is none to
 */
public record Lineup(Optional<Snapshot> live, Optional<Snapshot> lastGood, boolean onTrial, Optional<Snapshot> shadow) {

    /** Nobody decides. */
    public static final Lineup EMPTY = new Lineup(Optional.empty(), Optional.empty(), false, Optional.empty());

    /** The same, but nothing is held against anything. */
    public Lineup withoutTrial() {
        return onTrial ? new Lineup(live, lastGood, false, shadow) : this;
    }

    /** What the live one is held against; none if it is not on trial. */
    public Optional<Snapshot> reference() {
        return onTrial ? lastGood : Optional.empty();
    }
}
