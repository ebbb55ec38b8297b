package io.leaven.enricher.step;

import io.leaven.enricher.reward.EngagementReward;
import io.leaven.schemas.Engagement;
import io.leaven.schemas.HeldTransition;
import io.leaven.schemas.Transition;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A customer's transitions on their way to the replay topic, in one pass. Where openings or clicks count, the transition of a
 * message is held until the grace time for its receipts is over, and those behind it with it; then it gets its last two
 * terms and is written, once. Nothing else waits: the next decision was asked for when the step closed.
 */
final class Outgoing {

    private final String customerId;
    private final EngagementReward reward;
    private final int mostHeld;
    private final EngagementLog engagements;
    private final List<StepNote> notes;
    private final List<HeldTransition> held;
    private final List<HeldTransition> heldBefore;
    private final List<Transition> written = new ArrayList<>(1);
    private int released;

    /**
     * @param held before this pass, in order
     * @param notes told of receipts that do not count
     */
    Outgoing(
            String customerId,
            EngagementReward reward,
            int mostHeld,
            List<HeldTransition> held,
            EngagementLog engagements,
            List<StepNote> notes) {
        this.customerId = customerId;
        this.reward = reward;
        this.mostHeld = mostHeld;
        this.heldBefore = held;
        this.held = new ArrayList<>(held);
        this.engagements = engagements;
        this.notes = notes;
    }

    /** @param receivedAt UTC milliseconds when the step's event came: from then on receipts are waited for */
    void add(Transition transition, long receivedAt) {
        boolean mayBeOpened = transition.getChannel() != null && !reward.isOff();
        if (held.isEmpty() && !mayBeOpened) {
            write(transition);
            return;
        }
        long own = receivedAt + (mayBeOpened ? reward.graceMs() : 0);
        long before = held.isEmpty() ? own : held.get(held.size() - 1).getDeadline();
        held.add(new HeldTransition(transition, Math.max(own, before)));
        if (held.size() > mostHeld) {
            releaseFirst();
        }
    }

    /** Writes what has waited long enough. */
    void release(long now) {
        while (!held.isEmpty() && held.get(0).getDeadline() <= now) {
            releaseFirst();
        }
    }

    private void releaseFirst() {
        write(held.remove(0).getTransition());
        released++;
    }

    private void write(Transition transition) {
        Optional<Engagement> said = engagements.take(transition.getStep());
        if (said.isPresent() && transition.getChannel() == null) {
            notes.add(StepNote.UNKNOWN_RECEIPT);
        } else if (said.isPresent()) {
            written.add(credited(transition, said.get()));
            return;
        }
        written.add(transition);
    }

    private Transition credited(Transition transition, Engagement said) {
        long closedAt = transition.getEventTime().toEpochMilli();
        boolean opened = reward.isInTime(said.getOpenedAt(), closedAt);
        boolean clicked = said.getClickedAt() != null && reward.isInTime(said.getClickedAt(), closedAt);
        if (!opened || said.getClickedAt() != null && !clicked) {
            notes.add(StepNote.LATE_RECEIPT);
        }
        return Transition.newBuilder(transition)
                .setReward(reward.credit(transition.getReward(), opened, clicked))
                .build();
    }

    List<Transition> written() {
        return written;
    }

    List<HeldTransition> held() {
        return held;
    }

    List<Integer> heldSteps() {
        return held.stream().map(each -> each.getTransition().getStep()).toList();
    }

    /** Deadlines of transitions that are held since this pass. */
    List<Deadline> opened() {
        return deadlines(held.subList(Math.max(0, heldBefore.size() - released), held.size()));
    }

    /** Deadlines of transitions that were held before it and are no more. */
    List<Deadline> settled() {
        return deadlines(heldBefore.subList(0, Math.min(released, heldBefore.size())));
    }

    private List<Deadline> deadlines(List<HeldTransition> some) {
        return some.stream()
                .map(each -> new Deadline(
                        each.getDeadline(), customerId, each.getTransition().getStep()))
                .toList();
    }
}
