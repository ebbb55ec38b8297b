package io.leaven.control.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.leaven.agent.action.ActionCatalogue;
import io.leaven.agent.live.SnapshotOrders;
import io.leaven.agent.live.SnapshotShelf;
import io.leaven.agent.snapshot.InvalidSnapshotException;
import io.leaven.agent.snapshot.SnapshotCodec;
import io.leaven.agent.snapshot.SnapshotKey;
import io.leaven.app.UserError;
import io.leaven.schemas.AgentSnapshot;
import io.leaven.schemas.SnapshotOrder;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Versions 1 to 3 are good, 4 the gate refused, 5 no dispatcher can use. */
class SnapshotBoardTest {

    private static final Instant NOW = Instant.EPOCH;

    private final SnapshotShelf shelf = new SnapshotShelf(Integer.MAX_VALUE);
    private final Map<SnapshotKey, AgentSnapshot> records = new HashMap<>();
    private final Map<SnapshotKey, String> unusable = new HashMap<>();
    private final SnapshotBoard board = new SnapshotBoard("bakery", shelf, records, unusable);

    @BeforeEach
    void fill() {
        put(AgentSnapshots.good(1));
        put(AgentSnapshots.good(2));
        put(AgentSnapshots.good(3));
        put(AgentSnapshots.refused(4));
        put(AgentSnapshots.notFinite(5));
    }

    @Test
    void theListSaysHowEachStands() {
        shelf.obey(SnapshotOrders.confirm("bakery", 2, "", "me", NOW));
        assertThat(board.rows())
                .extracting(SnapshotRow::state)
                .containsExactly(
                        "",
                        "confirmed",
                        "live, on trial",
                        "",
                        "unusable: snapshot bakery/5: some weights are not finite");
        assertThat(board.rows().get(3).line())
                .isEqualTo("       4  2026-11-23T10:15:04Z             400        4,000  refused");
        shelf.obey(board.rollBack(Optional.empty(), "spam", "me", NOW));
        shelf.obey(board.pin(4, "a try", "me", NOW));
        assertThat(board.rows())
                .extracting(SnapshotRow::state)
                .startsWith("", "confirmed", "rolled back: spam", "live, pinned");
    }

    @Test
    void detailsAreAllThatASnapshotSaysOfItself() throws Exception {
        SnapshotDetails details = board.details(4);
        assertThat(details.toText())
                .contains("snapshot bakery/4, made at 2026-11-23T10:15:04Z")
                .contains("dqn, layers 8-10")
                .contains("4,000 transitions in 400 gradient steps, seed 1, up to offsets {0=40}")
                .contains("gate          refused: the gain may be below -10")
                .containsPattern("meanMaxQ +12\\.5")
                .contains("trainer.preset=dyna");
        JsonNode json = new ObjectMapper().readTree(Json.of(details));
        assertThat(json.get("features").get(0).get("name").asText()).isEqualTo("age");
        assertThat(json.get("verdict").get("outcome").asText()).isEqualTo("REFUSED");
        assertThat(json.get("row").get("gradientSteps").asLong()).isEqualTo(400);
    }

    @Test
    void aRollBackGoesToTheLastGoodOneOrToTheOneThatIsNamed() {
        assertThat(board.rollBack(Optional.empty(), "spam", "me", NOW).getBackTo())
                .isEqualTo(2);
        assertThat(board.rollBack(Optional.of(1L), "spam", "me", NOW).getBackTo())
                .isEqualTo(1);
        assertError(
                () -> board.rollBack(Optional.of(3L), "", "me", NOW),
                "version 3 is not below 3, which is live; `leaven snapshots pin 3`");
        shelf.obey(SnapshotOrders.rollBack("bakery", 3, 1, "", "me", NOW));
        assertError(
                () -> board.rollBack(Optional.empty(), "", "me", NOW),
                "there is no version below 1 that may decide, so there is nothing to go back to");
    }

    @Test
    void whatIsPinnedIsNotRolledBack() {
        assertError(() -> board.unpin("", "me", NOW), "no version of agent bakery is pinned");
        shelf.obey(board.pin(2, "", "me", NOW));
        assertError(() -> board.rollBack(Optional.empty(), "", "me", NOW), "version 2 is pinned");
        assertThat(board.unpin("", "me", NOW).getVersion()).isEqualTo(2);
    }

    @Test
    void confirmingTakesARollBackOfTheVersionBack() {
        shelf.obey(SnapshotOrders.rollBack("bakery", 3, 1, "", "me", NOW));
        SnapshotOrder confirm = board.confirm(3, "", "me", NOW);
        assertThat(board.takenBackBy(confirm).map(SnapshotOrder::getVersion)).contains(3L);
        assertThat(board.takenBackBy(board.pin(3, "", "me", NOW))).isEmpty();
        assertError(() -> board.confirm(2, "", "me", NOW), "version 2 was rolled back with 3; confirm that one");
        assertError(() -> board.confirm(4, "", "me", NOW), "version 4 was refused by the trainer's gate");
    }

    @Test
    void versionsThatAreUnknownOrUnusableAreErrorsThatSayWhatThereIs() {
        assertError(() -> board.details(9), "there is no version 9 of agent bakery; there are 1, 2, 3, 4, 5");
        assertError(() -> board.pin(9, "", "me", NOW), "there are 1, 2, 3, 4, 5");
        assertError(() -> board.pin(5, "", "me", NOW), "version 5 of agent bakery cannot be used: snapshot bakery/5:");
        unusable.put(new SnapshotKey("bakery", 6), "not in Confluent's frame");
        assertError(() -> board.details(6), "version 6 of agent bakery cannot be read: not in Confluent's frame");
        for (long version = 10; version < 40; version++) {
            put(AgentSnapshots.good(version));
        }
        assertError(() -> board.details(99), "38, 39 and 16 older ones");
    }

    private void put(AgentSnapshot record) {
        SnapshotKey key = new SnapshotKey(record.getAgent(), record.getVersion());
        records.put(key, record);
        try {
            shelf.put(record.getVersion(), new SnapshotCodec().decode(record, ActionCatalogue.standard()));
        } catch (InvalidSnapshotException e) {
            unusable.put(key, e.getMessage());
        }
    }

    private static void assertError(ThrowingCallable call, String message) {
        assertThatThrownBy(call).isInstanceOf(UserError.class).hasMessageContaining(message);
    }
}
