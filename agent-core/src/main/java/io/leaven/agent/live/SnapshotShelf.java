package io.leaven.agent.live;

import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.schemas.SnapshotOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The snapshots that could decide, and which of them does. What is pinned decides. If nothing is, the last one on the topic does
 * that neither the trainer's gate refused nor a roll-back. Fed with the topics agent-snapshots and snapshot-orders, in the order
 * of each; how the two are interleaved makes no difference in the end, so every dispatcher, the trainer and every restart comes to the same.
 * Keeps the newest and those that orders name, and forgets the rest. Not safe for use by several threads.
 */
public final class SnapshotShelf {

    private final int kept;
    private final TreeMap<Long, Snapshot> byOffset = new TreeMap<>();
    private final Map<String, Standing> standings = new HashMap<>();
    private String lastPinned;

    /** @param kept how many are kept beside those that orders name, 2 or more */
    public SnapshotShelf(int kept) {
        this.kept = kept;
    }

    /**
     * One on the topic, refused by the gate or not.
     *
     * @param offset where it lies
     */
    public void put(long offset, Snapshot snapshot) {
        byOffset.values().removeIf(other -> other.id().equals(snapshot.id()));
        byOffset.put(offset, snapshot);
        forgetTheOldest();
    }

    /** Told that a version is no longer on the topic. One that decides goes on until another does. */
    public void remove(String agent, long version) {
        if (live().filter(snapshot -> is(snapshot, agent, version)).isEmpty()) {
            byOffset.values().removeIf(snapshot -> is(snapshot, agent, version));
        }
    }

    /** The next order on the topic. */
    public void obey(SnapshotOrder order) {
        standing(order.getAgent()).obey(order);
        switch (order.getKind()) {
            case PIN -> lastPinned = order.getAgent();
            case UNPIN -> lastPinned = order.getAgent().equals(lastPinned) ? null : lastPinned;
            default -> {}
        }
    }

    /** Told that the roll-back of a version was taken back. */
    public void forgive(String agent, long version) {
        standing(agent).forgive(version);
    }

    /**
     * Versions that should decide by an order, but are not here: so old that they were forgotten, or gone from the topic.
     */
    public List<SnapshotKey> missing() {
        Optional<Snapshot> live = live();
        List<SnapshotKey> missing = new ArrayList<>();
        standings.forEach((agent, standing) -> {
            long decides = live.filter(snapshot -> snapshot.agent().equals(agent))
                    .map(Snapshot::version)
                    .orElse(0L);
            standing.targets()
                    .filter(version -> find(agent, version).isEmpty())
                    .filter(version -> standing.isPinned(version) || version > decides)
                    .forEach(version -> missing.add(new SnapshotKey(agent, version)));
        });
        return missing;
    }

    /** The one that decides; none before the first. */
    public Optional<Snapshot> live() {
        return pinned().or(() -> inOrder().filter(this::mayDecide).reduce((first, second) -> second));
    }

    /** What a roll-back of a snapshot goes back to: the last confirmed one below it, else the newest below it. */
    public Optional<Snapshot> lastGood(Snapshot before) {
        List<Snapshot> below = inOrder()
                .filter(snapshot -> snapshot.agent().equals(before.agent()))
                .filter(snapshot -> snapshot.version() < before.version())
                .filter(this::mayDecide)
                .toList();
        Optional<Long> confirmed = standing(before.agent()).confirmed();
        return below.stream()
                .filter(snapshot ->
                        confirmed.filter(good -> good == snapshot.version()).isPresent())
                .findFirst()
                .or(() -> below.stream().max(Comparator.comparingLong(Snapshot::version)));
    }

    /** Which snapshot has which part. What is pinned is not on trial: a person has decided. */
    public Lineup lineup(ShadowChoice shadow) {
        Optional<Snapshot> live = live();
        return new Lineup(
                live,
                live.filter(snapshot -> !isPinned(snapshot)).flatMap(this::lastGood),
                live.filter(snapshot -> !standing(snapshot.agent()).isTrusted(snapshot.version()))
                        .isPresent(),
                live.flatMap(snapshot -> shadow(shadow, snapshot)));
    }

    private Optional<Snapshot> shadow(ShadowChoice choice, Snapshot live) {
        return switch (choice.kind()) {
            case NONE -> Optional.empty();
            case NEWEST ->
                inOrder()
                        .filter(snapshot -> snapshot.agent().equals(live.agent()))
                        .filter(snapshot -> snapshot.version() > live.version())
                        .max(Comparator.comparingLong(Snapshot::version));
            case VERSION ->
                find(live.agent(), choice.version()).filter(snapshot -> snapshot.version() != live.version());
        };
    }

    /** Everything on the shelf, in the order of the topic. */
    public List<Snapshot> all() {
        return List.copyOf(byOffset.values());
    }

    public Optional<Snapshot> find(String agent, long version) {
        return inOrder().filter(snapshot -> is(snapshot, agent, version)).findFirst();
    }

    public boolean isPinned(Snapshot snapshot) {
        return pinned().filter(pin -> pin.id().equals(snapshot.id())).isPresent();
    }

    public boolean isConfirmed(Snapshot snapshot) {
        return standing(snapshot.agent())
                .confirmed()
                .filter(version -> version == snapshot.version())
                .isPresent();
    }

    /** The order that keeps a snapshot from deciding. */
    public Optional<SnapshotOrder> rollBackOf(Snapshot snapshot) {
        return standing(snapshot.agent()).rollBackOf(snapshot.version());
    }

    /** The pin of an agent, whether its version is on the shelf or not. */
    public Optional<SnapshotOrder> pinOf(String agent) {
        return standing(agent).pin();
    }

    private Optional<Snapshot> pinned() {
        return Optional.ofNullable(lastPinned)
                .flatMap(agent -> standing(agent).pin().flatMap(pin -> find(agent, pin.getVersion())));
    }

    private boolean mayDecide(Snapshot snapshot) {
        return !snapshot.isRefused() && rollBackOf(snapshot).isEmpty();
    }

    private void forgetTheOldest() {
        if (byOffset.size() <= kept) {
            return;
        }
        List<Snapshot> needed = new ArrayList<>();
        live().ifPresent(live -> {
            needed.add(live);
            lastGood(live).ifPresent(needed::add);
        });
        List<Snapshot> dispensable = inOrder()
                .filter(snapshot -> !needed.contains(snapshot))
                .filter(snapshot -> !standing(snapshot.agent()).names(snapshot.version()))
                .toList();
        byOffset.values().removeAll(dispensable.subList(0, Math.max(0, dispensable.size() - kept)));
    }

    private Stream<Snapshot> inOrder() {
        return byOffset.values().stream();
    }

    private Standing standing(String agent) {
        return standings.computeIfAbsent(agent, any -> new Standing());
    }

    private static boolean is(Snapshot snapshot, String agent, long version) {
        return snapshot.agent().equals(agent) && snapshot.version() == version;
    }
}
