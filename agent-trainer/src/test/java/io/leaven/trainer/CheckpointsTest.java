package io.leaven.trainer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.leaven.agent.action.ActionCatalogue;
import io.leaven.app.SettingsSource;
import io.leaven.app.UserError;
import io.leaven.trainer.checkpoint.CheckpointFile;
import io.leaven.trainer.config.DynaConfig;
import io.leaven.trainer.gate.LiveSnapshot;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointsTest {

    private static final long SECOND = 1_000_000_000;
    private static final Map<String, String> CONDITIONS = Map.of("trainer.gamma", ".95", "topic leaven.replay", "abc");
    private static final ReplayLog LOG = log(0, 1_000);

    @TempDir
    private Path folder;

    private CheckpointFile file;
    private long nanos;

    @BeforeEach
    void nameFile() {
        file = new CheckpointFile(folder.resolve("leaven.checkpoint"));
    }

    @Test
    void goesOnWhereTheCheckpointStands() throws Exception {
        keepAfter(500);
        try (TrainerLoop loop = open(CONDITIONS, LOG, Resume.fresh())) {
            assertThat(loop.status().transitions()).isEqualTo(500);
            assertThat(loop.positions()).isEqualTo(Map.of(0, 500L));
        }
    }

    @Test
    void aCheckpointThatDoesNotFitIsLeftAside() throws Exception {
        keepAfter(500);
        Map<String, String> others = new HashMap<>(CONDITIONS);
        others.put("trainer.gamma", ".99");
        assertBeginsAnew(others, LOG, Resume.fresh());
        assertBeginsAnew(CONDITIONS, log(501, 1_000), Resume.fresh());
        assertBeginsAnew(CONDITIONS, log(0, 499), Resume.fresh());
        try (TrainerLoop loop = open(CONDITIONS, log(500, 500), Resume.fresh())) {
            assertThat(loop.status().transitions()).isEqualTo(500);
        }
    }

    @Test
    void aCheckpointThatIsDamagedIsLeftAside() throws Exception {
        keepAfter(500);
        byte[] bytes = Files.readAllBytes(file.path());
        bytes[bytes.length / 2] ^= 4;
        Files.write(file.path(), bytes);
        assertBeginsAnew(CONDITIONS, LOG, Resume.fresh());
    }

    @Test
    void aCheckpointThatKnowsSnapshotsIsLeftAsideIfTheTopicHasNone() throws Exception {
        try (TrainerLoop loop = fresh(new Resume(6, Map.of()))) {
            feed(loop, 500);
            checkpoints(CONDITIONS).keep(loop);
        }
        assertBeginsAnew(CONDITIONS, LOG, Resume.fresh());
        try (TrainerLoop loop = open(CONDITIONS, LOG, new Resume(6, Map.of()))) {
            assertThat(loop.status().transitions()).isEqualTo(500);
        }
    }

    @Test
    void writesEverySoOftenIfAnythingWasRead() throws Exception {
        Checkpoints checkpoints = checkpoints(CONDITIONS);
        try (TrainerLoop loop = fresh(Resume.fresh())) {
            feed(loop, 100);
            nanos = 9 * SECOND;
            checkpoints.keepIfDue(loop);
            assertThat(file.path()).doesNotExist();
            nanos = 10 * SECOND;
            checkpoints.keepIfDue(loop);
            assertThat(file.path()).exists();
            Files.delete(file.path());
            nanos = 40 * SECOND;
            checkpoints.keepIfDue(loop);
            checkpoints.keep(loop);
            assertThat(file.path()).as("nothing new").doesNotExist();
        }
    }

    /** The clock goes on by 3 seconds whenever it is looked at, so a write takes 6 of them at least. */
    @Test
    void whatTakesLongIsDoneSeldom() throws Exception {
        Checkpoints slow =
                new Checkpoints(Optional.of(file), CONDITIONS, Duration.ofSeconds(1), () -> nanos += 3 * SECOND);
        try (TrainerLoop loop = fresh(Resume.fresh())) {
            feed(loop, 100);
            slow.keepIfDue(loop);
            assertThat(file.path()).exists();
            Files.delete(file.path());
            long written = nanos;
            loop.passed(0, 100);
            while (!Files.exists(file.path())) {
                slow.keepIfDue(loop);
            }
            assertThat(nanos - written).isGreaterThan(100 * SECOND);
        }
    }

    @Test
    void aDiskThatFailsDoesNotEndLearning() throws Exception {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        Checkpoints checkpoints = new Checkpoints(
                Optional.of(new CheckpointFile(gone.resolve("x"))), CONDITIONS, Duration.ofSeconds(1), () -> nanos);
        Files.delete(gone);
        try (TrainerLoop loop = fresh(Resume.fresh())) {
            feed(loop, 10);
            checkpoints.keep(loop);
            assertThat(loop.status().transitions()).isEqualTo(10);
        }
    }

    @Test
    void withoutAFolderNothingIsKept() throws Exception {
        Checkpoints none = new Checkpoints(Optional.empty(), CONDITIONS, Duration.ofSeconds(1), () -> nanos);
        try (TrainerLoop loop = none.open(() -> fresh(Resume.fresh()), LOG, Resume.fresh())) {
            feed(loop, 10);
            none.keep(loop);
            assertThat(folder).isEmptyDirectory();
        }
    }

    @Test
    void aFolderThatCannotBeMadeIsNamed() throws Exception {
        Path taken = Files.createFile(folder.resolve("taken"));
        TrainerSettings settings =
                new TrainerSettings(SettingsSource.of(Map.of(TrainerSettings.STATE_DIR, taken.toString())));
        assertThatExceptionOfType(UserError.class)
                .isThrownBy(() -> Checkpoints.of(settings, "hash", LOG))
                .withMessageContaining(taken.toString());
    }

    @Test
    void whatNoWeightDependsOnMayChange() {
        assertThat(dependsOn(Map.of(TrainerSettings.IDLE_MS, "9", TrainerSettings.EXPLORATION_END, ".001")))
                .isEqualTo(dependsOn(Map.of()));
        assertThat(dependsOn(Map.of(TrainerSettings.SEED, "9"))).isNotEqualTo(dependsOn(Map.of()));
        assertThat(dependsOn(Map.of(DynaConfig.UPDATES, "9"))).isNotEqualTo(dependsOn(Map.of()));
    }

    private static Map<String, String> dependsOn(Map<String, String> settings) {
        return new TrainerSettings(SettingsSource.of(settings)).whatLearningDependsOn();
    }

    private void assertBeginsAnew(Map<String, String> conditions, ReplayLog log, Resume resume) {
        try (TrainerLoop loop = open(conditions, log, resume)) {
            assertThat(loop.status().transitions()).isZero();
            assertThat(loop.positions()).isEmpty();
        }
    }

    private void keepAfter(int transitions) throws RefusedTransitionException {
        try (TrainerLoop loop = fresh(Resume.fresh())) {
            feed(loop, transitions);
            checkpoints(CONDITIONS).keep(loop);
        }
    }

    private static void feed(TrainerLoop loop, int transitions) throws RefusedTransitionException {
        for (int n = 0; n < transitions; n++) {
            loop.observe(0, n, Transitions.number(n));
        }
    }

    private TrainerLoop open(Map<String, String> conditions, ReplayLog log, Resume resume) {
        return checkpoints(conditions).open(() -> fresh(resume), log, resume);
    }

    private Checkpoints checkpoints(Map<String, String> conditions) {
        return new Checkpoints(Optional.of(file), conditions, Duration.ofSeconds(10), () -> nanos);
    }

    private static TrainerLoop fresh(Resume resume) {
        return TrainerLoops.create(
                new TrainerSettings(SettingsSource.of(Map.of(TrainerSettings.PRESET, "paper"))),
                ActionCatalogue.standard(),
                resume,
                new LiveSnapshot(),
                Clock.systemUTC());
    }

    private static ReplayLog log(long begin, long end) {
        return new ReplayLog("leaven.replay", "abc", List.of(), Map.of(0, begin), Map.of(0, end));
    }
}
