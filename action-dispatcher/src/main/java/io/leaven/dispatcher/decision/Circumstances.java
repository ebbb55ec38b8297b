package io.leaven.dispatcher.decision;

import io.leaven.dispatcher.guardrail.Guardrails;
import io.leaven.dispatcher.guardrail.history.LedgerPlan;
import io.leaven.dispatcher.guardrail.history.SendLedger;
import io.leaven.dispatcher.guardrail.history.Share;
import io.leaven.schemas.CustomerProfile;
import io.leaven.schemas.DecisionRequest;

/** What the requests of a batch meet beside the agent; rows are counted in the order of the batch. */
public interface Circumstances {

    /** The rules for the whole batch. */
    Guardrails guardrails();

    /** What was sent before to customers of the request's partition; messages that are decided are written into it. */
    SendLedger ledger(int row);

    /** When the request is decided, UTC milliseconds. */
    long now(int row, DecisionRequest request);

    /** The customer's profile; null if there is none. */
    CustomerProfile profile(int row, DecisionRequest request);

    /** Nothing was sent before, no profile is known, and a request is decided at its own time. */
    static Circumstances blank(Guardrails guardrails) {
        SendLedger empty = new SendLedger(LedgerPlan.NOTHING, Share.WHOLE);
        return new Circumstances() {
            @Override
            public Guardrails guardrails() {
                return guardrails;
            }

            @Override
            public SendLedger ledger(int row) {
                return empty;
            }

            @Override
            public long now(int row, DecisionRequest request) {
                return request.getRequestedAt().toEpochMilli();
            }

            @Override
            public CustomerProfile profile(int row, DecisionRequest request) {
                return null;
            }
        };
    }
}
