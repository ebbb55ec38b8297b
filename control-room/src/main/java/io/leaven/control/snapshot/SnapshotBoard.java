package io.leaven.control.snapshot;

import io.leaven.agent.live.Lineup;
import io.leaven.agent.live.ShadowChoice;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.live.SnapshotShelf;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.UserError;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.SnapshotOrderKind;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** One agent's snapshots and what is said about them; makes orders after it has checked that they make sense. */
final class SnapshotBoard {

    private static final int NAMED_IN_ERRORS = 20;

    private final String agent;
    private final SnapshotShelf shelf;
    private final Map<SnapshotKey, AgentSnapshot> records;
    private final Map<SnapshotKey, String> unusable;

    /**
     * @param records as they stand on the topic, of all agents
     * @param unusable why a dispatcher would refuse it, of those that it would
     */
    SnapshotBoard(
            String agent,
            SnapshotShelf shelf,
            Map<SnapshotKey, AgentSnapshot> records,
            Map<SnapshotKey, String> unusable) {
        this.agent = agent;
        this.shelf = shelf;
        this.records = records;
        this.unusable = unusable;
    }

    String agent() {
        return agent;
    }

    /** All that there are, in order. */
    List<Long> versions() {
        return Stream.concat(records.keySet().stream(), unusable.keySet().stream())
                .filter(key -> key.agent().equals(agent))
                .map(SnapshotKey::version)
                .distinct()
                .sorted()
                .toList();
    }

    List<SnapshotRow> rows() {
        Lineup lineup = shelf.lineup(ShadowChoice.none());
        return versions().stream().map(version -> row(version, lineup)).toList();
    }

    private SnapshotRow row(long version, Lineup lineup) {
        SnapshotKey key = new SnapshotKey(agent, version);
        Optional<AgentSnapshot> record = Optional.ofNullable(records.get(key));
        Optional<Snapshot> usable = shelf.find(agent, version);
        boolean live = lineup.live().equals(usable) && usable.isPresent();
        return new SnapshotRow(
                agent,
                version,
                record.map(AgentSnapshot::getCreatedAt).map(Instant::toString).orElse(null),
                record.map(AgentSnapshot::getGradientSteps).orElse(null),
                record.map(AgentSnapshot::getTransitions).orElse(null),
                record.map(AgentSnapshot::getVerdict)
                        .map(verdict -> verdict.getOutcome().name())
                        .orElse(null),
                live,
                usable.filter(shelf::isPinned).isPresent(),
                usable.filter(shelf::isConfirmed).isPresent(),
                live && lineup.reference().isPresent(),
                usable.flatMap(shelf::rollBackOf)
                        .map(SnapshotRow.RolledBack::of)
                        .orElse(null),
                unusable.get(key));
    }

    /** @throws UserError if there is no such version, or it cannot be decoded */
    SnapshotDetails details(long version) {
        check(version);
        AgentSnapshot record = records.get(new SnapshotKey(agent, version));
        if (record == null) {
            throw new UserError("version " + version + " of agent " + agent + " cannot be read: "
                    + unusable.get(new SnapshotKey(agent, version)));
        }
        return SnapshotDetails.of(row(version, shelf.lineup(ShadowChoice.none())), record);
    }

    /** @throws UserError if there is no such version, or no dispatcher would use it */
    SnapshotOrder pin(long version, String reason, String by, Instant at) {
        usable(version);
        return SnapshotOrders.pin(agent, version, reason, by, at);
    }

    /** @throws UserError if nothing is pinned */
    SnapshotOrder unpin(String reason, String by, Instant at) {
        SnapshotOrder pin =
                shelf.pinOf(agent).orElseThrow(() -> new UserError("no version of agent " + agent + " is pinned"));
        return SnapshotOrders.unpin(agent, pin.getVersion(), reason, by, at);
    }

    /**
     * Takes the live one back.
     *
     * @param to none for the last good one
     * @throws UserError if nothing is live, it is pinned, or there is nothing to go back to
     */
    SnapshotOrder rollBack(Optional<Long> to, String reason, String by, Instant at) {
        Snapshot live = shelf.live()
                .filter(snapshot -> snapshot.agent().equals(agent))
                .orElseThrow(() -> new UserError("no version of agent " + agent + " is live"));
        if (shelf.isPinned(live)) {
            throw new UserError(
                    "version " + live.version() + " is pinned; `leaven snapshots unpin` first, or pin" + " another");
        }
        Snapshot target = to.isPresent()
                ? earlier(live, to.get())
                : shelf.lastGood(live)
                        .orElseThrow(() -> new UserError("there is no version below " + live.version()
                                + " that may decide, so there is nothing to go back to"));
        return SnapshotOrders.rollBack(agent, live.version(), target.version(), reason, by, at);
    }

    private Snapshot earlier(Snapshot live, long version) {
        Snapshot target = usable(version);
        if (version >= live.version()) {
            throw new UserError("version " + version + " is not below " + live.version()
                    + ", which is live; `leaven snapshots pin " + version + "` makes it decide");
        }
        if (target.isRefused() || shelf.rollBackOf(target).isPresent()) {
            throw new UserError("version " + version + " was "
                    + (target.isRefused() ? "refused by the trainer's gate" : "rolled back")
                    + "; `leaven snapshots pin "
                    + version + "` makes it decide all the same");
        }
        return target;
    }

    /** @throws UserError if there is no such version, or the gate refused it, or it lies below another that was rolled back */
    SnapshotOrder confirm(long version, String reason, String by, Instant at) {
        Snapshot snapshot = usable(version);
        if (snapshot.isRefused()) {
            throw new UserError("version " + version + " was refused by the trainer's gate; `leaven snapshots pin "
                    + version + "` makes it decide all the same");
        }
        shelf.rollBackOf(snapshot)
                .filter(order -> order.getVersion() != version)
                .ifPresent(order -> {
                    throw new UserError("version " + version + " was rolled back with " + order.getVersion()
                            + "; confirm that one, or `leaven snapshots pin " + version + "`");
                });
        return SnapshotOrders.confirm(agent, version, reason, by, at);
    }

    /** The roll-back that an order takes back: a confirmation that of its version. */
    Optional<SnapshotOrder> takenBackBy(SnapshotOrder order) {
        return order.getKind() == SnapshotOrderKind.CONFIRM
                ? shelf.find(agent, order.getVersion()).flatMap(shelf::rollBackOf)
                : Optional.empty();
    }

    private Snapshot usable(long version) {
        check(version);
        return shelf.find(agent, version)
                .orElseThrow(() -> new UserError("version " + version + " of agent " + agent + " cannot be used: "
                        + unusable.get(new SnapshotKey(agent, version))));
    }

    private void check(long version) {
        List<Long> versions = versions();
        if (!versions.contains(version)) {
            int more = versions.size() - NAMED_IN_ERRORS;
            throw new UserError("there is no version " + version + " of agent " + agent + "; there are "
                    + versions.stream()
                            .skip(Math.max(0, more))
                            .map(String::valueOf)
                            .collect(Collectors.joining(", "))
                    + (more > 0 ? " and " + more + " older ones" : ""));
        }
    }
}
