package io.leaven.dispatcher;

import io.leaven.agent.live.Lineup;
import io.leaven.agent.snapshot.Snapshot;
import io.leaven.app.TopicScan;
import io.leaven.dispatcher.snapshot.LiftBand;
import io.leaven.dispatcher.snapshot.LiftLimits;
import io.leaven.schemas.Transition;
import java.util.function.BiConsumer;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/**
 * Reads the replay topic for the lift of whichever snapshot is live, and begins anew with each. A record that cannot be decoded is
 * the trainer's to refuse, and passed over here. Fed by one thread, asked by any.
 */
final class LiftWatch implements TopicScan.RecordHandler {

    private final Deserializer<Transition> deserializer;
    private final Supplier<Lineup> lineups;
    private final LiftLimits limits;
    private final BiConsumer<Lineup, String> alarm;
    private LiftBand band;
    private volatile double lift = Double.NaN;

    /** @param alarm told of the lineup whose live snapshot has left its band, and why */
    LiftWatch(
            Deserializer<Transition> deserializer,
            Supplier<Lineup> lineups,
            LiftLimits limits,
            BiConsumer<Lineup, String> alarm) {
        this.deserializer = deserializer;
        this.lineups = lineups;
        this.limits = limits;
        this.alarm = alarm;
    }

    /** Of the live snapshot so far, in dollars a step; NaN while there is none. */
    double lift() {
        return lift;
    }

    @Override
    public void accept(ConsumerRecord<byte[], byte[]> record) {
        Lineup lineup = lineups.get();
        if (record.value() == null || lineup.live().isEmpty()) {
            return;
        }
        String live = lineup.live().map(Snapshot::id).orElseThrow();
        if (band == null || !band.snapshotId().equals(live)) {
            band = new LiftBand(live, limits);
        }
        try {
            band.add(deserializer.deserialize(record.topic(), record.value()))
                    .ifPresent(reason -> alarm.accept(lineup, reason));
        } catch (SerializationException e) {
            return;
        }
        lift = band.lift();
    }
}
