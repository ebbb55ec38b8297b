package io.leaven.dispatcher.decision;

import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import org.apache.kafka.common.TopicPartition;

/** Where the memory of what was sent comes from when a partition is taken over. */
@FunctionalInterface
public interface LedgerSource {

    /**
     * Everything that was sent to a partition's customers and committed, as far as the rules look back.
     *
     * @param requests the partition of the requests
     */
    SendLedger load(TopicPartition requests, Guardrails guardrails);
}
