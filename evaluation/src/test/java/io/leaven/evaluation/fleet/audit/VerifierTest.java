package io.leaven.evaluation.fleet.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.evaluation.fleet.audit.Finding.Sort;
import io.leaven.evaluation.fleet.audit.Verifier.Verdict;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class VerifierTest {

    private static final CustomerStep ENROLMENT = new CustomerStep(7, 0);
    private static final CustomerStep STEP = ENROLMENT.next();
    private static final int MESSAGE = 4;

    private final Ledger ledger = new Ledger();

    /** An enrolment, the decision for step 1, its message, and the event that closes the step and ends the life. */
    private void live() {
        begin();
        decide();
        close();
        ledger.sent(STEP, body("hello"));
    }

    private void begin() {
        ledger.acknowledged(ENROLMENT);
        ledger.expect(Kind.REQUEST, STEP);
        ledger.expect(Kind.DECISION, STEP);
        ledger.saw(Kind.REQUEST, STEP);
    }

    private void decide() {
        ledger.sawDecision(STEP, MESSAGE);
        ledger.saw(Kind.ACTION, STEP);
    }

    private void close() {
        ledger.acknowledged(STEP);
        ledger.expect(Kind.TRANSITION, STEP);
        ledger.sawTransition(STEP, MESSAGE, true);
    }

    private static int body(String text) {
        return Arrays.hashCode(text.getBytes());
    }

    @Test
    void wholeLifeIsGood() {
        live();

        Verdict verdict = Verifier.judge(ledger);

        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.good()).isTrue();
        assertThat(verdict.lost()).isZero();
        assertThat(verdict.counts()).isEqualTo(new Counts(2, 1, 1, 1, 1, 1, 0, 0, 0, 0, 0));
    }

    @Test
    void lostTransitionIsNamed() {
        live();
        CustomerStep lost = new CustomerStep(2_000_000, 40);
        ledger.expect(Kind.TRANSITION, lost);

        Verdict verdict = Verifier.judge(ledger);

        assertThat(verdict.lost()).isEqualTo(1);
        assertThat(verdict.findings()).containsExactly(new Finding(Sort.LOST, "transition", "fleet-2000000:40"));
    }

    @Test
    void duplicatedDecisionIsNamed() {
        live();

        assertThat(ledger.sawDecision(STEP, MESSAGE)).as("seen before").isFalse();

        assertThat(Verifier.judge(ledger).findings())
                .containsExactly(new Finding(Sort.DUPLICATED, "decision", "fleet-7:1"));
        assertThat(ledger.counts().duplicated()).isEqualTo(1);
    }

    @Test
    void messageThatWasNotSentIsLostAndOneThatNobodyDecidedIsUnexpected() {
        begin();
        decide();
        close();
        ledger.sent(new CustomerStep(8, 1), body("hello"));

        assertThat(Verifier.judge(ledger).findings())
                .containsExactly(
                        new Finding(Sort.LOST, "send", "fleet-7:1"), new Finding(Sort.UNEXPECTED, "send", "fleet-8:1"));
    }

    @Test
    void sameMessageAgainUnderItsKeyIsCountedAndAnotherTextIsDuplicated() {
        live();
        ledger.sent(STEP, body("hello"));

        assertThat(Verifier.judge(ledger).good()).isTrue();
        assertThat(ledger.counts().repeatedSends()).isEqualTo(1);

        ledger.sent(STEP, body("good-bye"));

        assertThat(Verifier.judge(ledger).findings())
                .containsExactly(
                        new Finding(Sort.DUPLICATED, "send", "fleet-7:1 was sent twice with different bodies"));
    }

    @Test
    void transitionMustCarryItsDecision() {
        begin();
        decide();
        ledger.sent(STEP, body("hello"));
        ledger.acknowledged(STEP);
        ledger.expect(Kind.TRANSITION, STEP);
        ledger.sawTransition(STEP, 0, true);

        assertThat(Verifier.judge(ledger).findings())
                .containsExactly(new Finding(Sort.WRONG, "transition", "fleet-7:1 has action 0, its decision 4"));

        ledger.sawTransition(STEP, MESSAGE, false);

        assertThat(Verifier.judge(ledger).findings())
                .contains(
                        new Finding(Sort.WRONG, "transition", "fleet-7:1 closed without its decision"),
                        new Finding(Sort.DUPLICATED, "transition", "fleet-7:1"));
    }

    @Test
    void versionsOfSnapshotsMustRise() {
        ledger.snapshot(1);
        ledger.snapshot(2);
        assertThat(Verifier.judge(ledger).good()).isTrue();

        ledger.snapshot(2);

        assertThat(Verifier.judge(ledger).findings())
                .containsExactly(new Finding(Sort.WRONG, "snapshot", "version 2 came after 2"));
    }

    @Test
    void deadLettersAreDueOnceOrMoreOftenAndOnlyForPoison() {
        ledger.expectLetter("events-0@5", true);
        ledger.expectLetter("actions-0@5", false);
        ledger.expectLetter("replay-0@5", false);
        ledger.letter("events-0@5");
        ledger.letter("actions-0@5");
        ledger.letter("actions-0@5");
        ledger.letter("replay-0@5");
        assertThat(Verifier.judge(ledger).good()).isTrue();

        ledger.letter("events-0@5");
        ledger.letter("events-0@6");
        ledger.expectLetter("events-0@7", true);

        assertThat(Verifier.judge(ledger).findings())
                .containsExactlyInAnyOrder(
                        new Finding(Sort.DUPLICATED, "dead letter", "events-0@5 came 2 times"),
                        new Finding(Sort.LOST, "dead letter", "events-0@7"),
                        new Finding(Sort.UNEXPECTED, "dead letter", "events-0@6"));
    }

    @Test
    void markIsOfItsMoment() {
        begin();
        Ledger.Mark mark = ledger.mark();
        assertThat(ledger.missing(mark)).as("the decision").isEqualTo(1);

        ledger.expect(Kind.TRANSITION, STEP);
        assertThat(ledger.missing(mark)).isEqualTo(1);

        ledger.sawDecision(STEP, 0);
        assertThat(ledger.missing(mark)).isZero();
    }
}
