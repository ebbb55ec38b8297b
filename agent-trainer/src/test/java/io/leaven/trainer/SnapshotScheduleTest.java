package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;

import io.leaven.trainer.checkpoint.CheckpointFile;
import io.leaven.trainer.checkpoint.CheckpointHeader;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** One gradient step a record, a snapshot every ten. */
class SnapshotScheduleTest {

    private static final Clock STILL = Clock.fixed(Instant.EPOCH, ZoneOffset.UTC);

    @TempDir
    private Path folder;

    @Test
    void everySoManySteps() {
        assertThat(learn(schedule(Resume.fresh()), 0, 35)).containsExactly("1@10", "2@20", "3@30");
    }

    /** Published to version 3, killed at record 35, while the checkpoint was still that of record 17. */
    @Test
    void afterACheckpointNoVersionComesTwiceAndNoneIsLeftOut() throws Exception {
        SnapshotSchedule first = schedule(Resume.fresh());
        learn(first, 0, 17);
        SnapshotSchedule again = restart(first, new Resume(3, Map.of(0, 30L)));
        assertThat(learn(again, 17, 65)).containsExactly("4@40", "5@50", "6@60");
    }

    /** The newest snapshot was made where the log ended then; ten steps after it the next is due, as without a restart. */
    @Test
    void afterACheckpointTheNextComesWhenItWouldHaveCome() throws Exception {
        for (long newest : new long[] {17, 19, 23}) {
            SnapshotSchedule first = schedule(Resume.fresh());
            learn(first, 0, 16);
            SnapshotSchedule again = restart(first, new Resume(7, Map.of(0, newest)));
            assertThat(learn(again, 16, 35)).containsExactly("8@" + (newest + 10));
        }
    }

    @Test
    void whatTheNewestSnapshotKnowsIsNotPublishedAgainAtTheEndOfTheLog() throws Exception {
        SnapshotSchedule first = schedule(Resume.fresh());
        learn(first, 0, 17);
        SnapshotSchedule again = restart(first, new Resume(7, Map.of(0, 17L)));
        again.caughtUp();
        assertThat(again.hasMore(Map.of(0, 17L))).isTrue();
        assertThat(again.next(Map.of(0, 17L))).isEmpty();
        assertThat(again.hasMore(Map.of(0, 17L))).isFalse();
        assertThat(again.version()).isEqualTo(7);
        assertThat(again.unpublished()).isZero();
    }

    /** Versions 2 to 7 were made while records came in one by one; now there are more at once. */
    @Test
    void whatTheNewestSnapshotDoesNotKnowGetsANewVersion() throws Exception {
        SnapshotSchedule first = schedule(Resume.fresh());
        learn(first, 0, 17);
        SnapshotSchedule again = restart(first, new Resume(7, Map.of(0, 16L, 1, 1L)));
        again.caughtUp();
        assertThat(again.next(Map.of(0, 17L))).hasValue(8);
    }

    @Test
    void aStopBeforeTheNewestSnapshotIsReachedPublishesNothing() throws Exception {
        SnapshotSchedule first = schedule(Resume.fresh());
        learn(first, 0, 17);
        SnapshotSchedule again = restart(first, new Resume(3, Map.of(0, 30L)));
        learn(again, 17, 28);
        assertThat(again.hasMore(Map.of(0, 28L))).isFalse();
    }

    @Test
    void someTimeAfterTheLastOneIfAnythingWasLearned() {
        long[] now = {0};
        Clock clock = new Clock() {
            @Override
            public ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return Instant.ofEpochMilli(now[0]);
            }
        };
        SnapshotSchedule schedule = new SnapshotSchedule(settings(1_000), Resume.fresh(), clock);
        now[0] = 5_000;
        assertThat(schedule.isDue(Map.of())).as("nothing learned").isFalse();
        schedule.stepped();
        assertThat(schedule.isDue(Map.of())).isTrue();
        schedule.next(Map.of());
        schedule.stepped();
        now[0] = 5_999;
        assertThat(schedule.isDue(Map.of())).isFalse();
        now[0] = 6_000;
        assertThat(schedule.isDue(Map.of())).isTrue();
    }

    private static List<String> learn(SnapshotSchedule schedule, int from, int to) {
        List<String> published = new ArrayList<>();
        for (int read = from + 1; read <= to; read++) {
            schedule.stepped();
            Map<Integer, Long> positions = Map.of(0, (long) read);
            if (schedule.isDue(positions)) {
                int at = read;
                schedule.next(positions).ifPresent(version -> published.add(version + "@" + at));
            }
        }
        return published;
    }

    private SnapshotSchedule restart(SnapshotSchedule before, Resume resume) throws Exception {
        CheckpointFile file = new CheckpointFile(folder.resolve("schedule"));
        file.write(new CheckpointHeader(Map.of(), Map.of(), 0), before);
        SnapshotSchedule after = schedule(resume);
        file.read(header -> {}, after);
        return after;
    }

    private static SnapshotSchedule schedule(Resume resume) {
        return new SnapshotSchedule(settings(0), resume, STILL);
    }

    private static LoopSettings settings(long intervalMs) {
        return new LoopSettings("leaven", 1, 1, 1, 10, intervalMs, 1e6, ExplorationSchedule.paper(), 0, Map.of());
    }
}
