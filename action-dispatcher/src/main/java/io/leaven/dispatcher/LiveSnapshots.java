package io.leaven.dispatcher;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.Lineup;
import io.leaven.app.Connection;
import io.leaven.app.DeadLetters;
import io.leaven.app.TopicFollower;
import io.leaven.dispatcher.decision.SnapshotOrderView;
import io.leaven.dispatcher.decision.SnapshotView;
import io.leaven.dispatcher.decision.Tally;
import io.leaven.dispatcher.snapshot.SnapshotTrial;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import io.leaven.schemas.Transition;
import io.leaven.schemas.topic.Topics;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.producer.Producer;

/**
 * Which snapshot decides, kept up to date: follows the snapshots and the orders about them, holds a new one against the last
 * good one and, where there is a holdout, watches its lift.
 */
final class LiveSnapshots implements AutoCloseable {

    private final Connection connection;
    private final boolean bandsAreOn;
    private final SnapshotView view;
    private final SnapshotTrial trial;
    private final Optional<LiftWatch> lift;
    private final OrderBox orderBox;
    private final TopicFollower snapshotFollower;
    private final TopicFollower orderFollower;
    private final Optional<TopicFollower> liftFollower;
    private volatile boolean recalls;

    /**
     * @param connection stays open
     * @param producer of orders and dead letters; stays open
     * @param by who orders
     */
    LiveSnapshots(
            Connection connection,
            DispatcherSettings settings,
            ActionCatalogue catalogue,
            DeadLetters deadLetters,
            Producer<byte[], byte[]> producer,
            String by,
            Clock clock,
            Tally tally) {
        this.connection = connection;
        BandSettings bands = settings.bands();
        this.bandsAreOn = bands.areOn();
        this.view = new SnapshotView(
                connection.serdes().deserializer(AgentSnapshot.class),
                catalogue,
                deadLetters,
                producer::send,
                tally,
                bands.shadow());
        this.snapshotFollower = new TopicFollower(
                connection.name(Topics.AGENT_SNAPSHOTS), () -> connection.rawReader("dispatcher-snapshots"), view);
        this.orderBox = new OrderBox(connection, producer, by, clock, tally);
        this.trial = new SnapshotTrial(bands.limits(), catalogue.size(), by, clock, this::order);
        this.orderFollower = new TopicFollower(
                connection.name(Topics.SNAPSHOT_ORDERS),
                () -> connection.rawReader("dispatcher-orders"),
                new SnapshotOrderView(
                        connection.serdes().deserializer(SnapshotOrder.class),
                        view,
                        this::recall,
                        deadLetters,
                        producer::send,
                        tally));
        this.lift = bands.lift()
                .filter(any -> settings.watchesLift())
                .map(limits -> new LiftWatch(
                        connection.serdes().deserializer(Transition.class),
                        view::lineup,
                        limits,
                        orderBox::liftIsTooLow));
        this.liftFollower = lift.map(watched -> TopicFollower.fromNowOn(
                connection.name(Topics.REPLAY), () -> connection.rawReader("dispatcher-lift"), watched));
    }

    /**
     * Returns when the orders and snapshots that there are have been read.
     *
     * @param atMost for each of the two topics
     * @throws io.leaven.app.UserError if that takes longer
     */
    void start(Duration atMost) {
        // Orders first: then every snapshot that one of them names is known to be needed when it is read.
        orderFollower.start();
        orderFollower.awaitCaughtUp(atMost);
        snapshotFollower.start();
        liftFollower.ifPresent(TopicFollower::start);
        snapshotFollower.awaitCaughtUp(atMost);
        recalls = true;
        recall();
    }

    Optional<Throwable> failure() {
        return snapshotFollower
                .failure()
                .or(orderFollower::failure)
                .or(() -> liftFollower.flatMap(TopicFollower::failure));
    }

    /** Who decides, who is asked beside it. */
    Lineup lineup() {
        return bandsAreOn ? view.lineup() : view.lineup().withoutTrial();
    }

    SnapshotView view() {
        return view;
    }

    SnapshotTrial trial() {
        return trial;
    }

    Optional<LiftWatch> lift() {
        return lift;
    }

    /** Not while the topic is read for the first time anyway. */
    private void recall() {
        if (recalls) {
            new SnapshotRecall(connection, view::recalled).find(view.missing());
        }
    }

    private void order(SnapshotOrder order) {
        orderBox.send(order, trial::lost);
    }

    @Override
    public void close() {
        liftFollower.ifPresent(TopicFollower::close);
        snapshotFollower.close();
        orderFollower.close();
    }
}
