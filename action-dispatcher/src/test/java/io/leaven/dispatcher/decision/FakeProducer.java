package io.leaven.dispatcher.decision;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Commits to a {@link FakeBroker}, and fails the way brokers do when it is told to. */
final class FakeProducer extends MockProducer<byte[], byte[]> {

    /** What goes wrong in the next transaction. */
    enum Fault {
        /** A send fails before anything is committed. */
        SEND,
        /** The group has moved on. */
        SEND_OFFSETS,
        /** The commit is refused, and the abort works. */
        COMMIT,
        /** The commit is refused, and so is the abort. */
        COMMIT_AND_ABORT,
        /** The commit takes place, but its answer is lost; an abort is out of the question then. */
        COMMITTED_UNKNOWN
    }

    private final FakeBroker broker;
    private Fault fault;
    private int taken;

    FakeProducer(FakeBroker broker) {
        super(true, null, new ByteArraySerializer(), new ByteArraySerializer());
        this.broker = broker;
    }

    void failNext(Fault next) {
        fault = next;
        sendException = next == Fault.SEND ? new TimeoutException("send") : null;
        sendOffsetsToTransactionException = next == Fault.SEND_OFFSETS ? new TimeoutException("offsets") : null;
        commitTransactionException =
                next == Fault.COMMIT || next == Fault.COMMIT_AND_ABORT ? new TimeoutException("commit") : null;
        abortTransactionException = next == Fault.COMMIT_AND_ABORT ? new TimeoutException("abort") : null;
    }

    @Override
    public void commitTransaction() throws ProducerFencedException {
        int before = consumerGroupOffsetsHistory().size();
        super.commitTransaction();
        Map<TopicPartition, OffsetAndMetadata> next = new HashMap<>();
        consumerGroupOffsetsHistory()
                .subList(before, consumerGroupOffsetsHistory().size())
                .forEach(groups -> groups.values().forEach(next::putAll));
        broker.commit(history().subList(taken, history().size()), next);
        taken = history().size();
        if (fault == Fault.COMMITTED_UNKNOWN) {
            throw new TimeoutException("the commit's answer");
        }
    }

    @Override
    public void abortTransaction() throws ProducerFencedException {
        if (fault == Fault.COMMITTED_UNKNOWN) {
            throw new IllegalStateException("a commit is under way");
        }
        super.abortTransaction();
        failNext(null);
    }
}
