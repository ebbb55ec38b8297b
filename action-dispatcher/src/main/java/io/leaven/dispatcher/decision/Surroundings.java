package io.leaven.dispatcher.decision;

import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.LedgerPlan;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.apache.kafka.common.TopicPartition;

/**
 * The circumstances of each batch of a loop: the newest rules, the time, profiles, and a ledger for each partition. A ledger is
 * filled from what is committed when the partition's first request comes, follows every decision from then on, and is given up
 * when a transaction fails, the partition goes, or the rules change; so it never holds a message that was not sent, and
 * lacks none that was. For one thread.
 */
public final class Surroundings {

    private final Supplier<Guardrails> rules;
    private final LedgerSource source;
    private final DecisionTime time;
    private final Function<String, CustomerProfile> profiles;
    private final Map<TopicPartition, SendLedger> ledgers = new HashMap<>();
    private Guardrails current;

    /**
     * @param rules the newest
     * @param profiles by customer; null for none
     */
    public Surroundings(
            Supplier<Guardrails> rules,
            LedgerSource source,
            DecisionTime time,
            Function<String, CustomerProfile> profiles) {
        this.rules = rules;
        this.source = source;
        this.time = time;
        this.profiles = profiles;
    }

    /**
     * What a batch meets.
     *
     * @param rows the partition of each request
     */
    Batch batch(List<TopicPartition> rows) {
        Guardrails newest = rules.get();
        if (newest != current) {
            ledgers.clear();
            current = newest;
        }
        return new Batch(newest, time.now(), rows);
    }

    /** Gives up the memory of some partitions. */
    void forget(Collection<TopicPartition> partitions) {
        ledgers.keySet().removeAll(partitions);
    }

    /** Gives up all memory: what is committed is read again. */
    void forgetAll() {
        ledgers.clear();
    }

    /** The circumstances of one batch. */
    final class Batch implements Circumstances {

        private final Guardrails guardrails;
        private final long now;
        private final List<TopicPartition> rows;

        private Batch(Guardrails guardrails, long now, List<TopicPartition> rows) {
            this.guardrails = guardrails;
            this.now = now;
            this.rows = rows;
        }

        @Override
        public Guardrails guardrails() {
            return guardrails;
        }

        @Override
        public SendLedger ledger(int row) {
            return ledgers.computeIfAbsent(rows.get(row), partition -> source.load(partition, guardrails));
        }

        @Override
        public long now(int row, DecisionRequest request) {
            return time.of(request.getRequestedAt(), now);
        }

        @Override
        public CustomerProfile profile(int row, DecisionRequest request) {
            return profiles.apply(request.getCustomerId());
        }

        /** The partition that a row's message goes to; null for whichever its key leads to. */
        Integer partition(int row) {
            return remembers() ? rows.get(row).partition() : null;
        }

        /** The timestamp of messages; null where requests tell the time, as a broker deletes by it. */
        Long timestamp() {
            return time.isOfRequests() ? null : now;
        }

        /** What to keep with the read position of a partition. */
        String note(TopicPartition partition) {
            SendLedger ledger = ledgers.get(partition);
            return ledger == null ? "" : ledger.savePrice();
        }

        private boolean remembers() {
            return !guardrails.ledgerPlan().equals(LedgerPlan.NOTHING);
        }
    }
}
