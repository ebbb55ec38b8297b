package io.leaven.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.leaven.schemas.Transition;
import io.leaven.testkit.Fuzzer;
import io.leaven.trainer.Transitions;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.zip.CRC32C;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged checkpoints, half of them with a checksum that is right: as if a bug, or somebody, had written them. */
class CheckpointFuzzTest {

    private static final CheckpointHeader HEADER =
            new CheckpointHeader(Map.of("gamma", ".95", "agent", "leaven"), Map.of(0, 12L, 3, 1L << 40), 7);

    @TempDir
    private Path folder;

    /** Of everything that parts of the trainer write. */
    private static final class State implements Checkpointed {

        private final RestorableUniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);

        @Override
        public void write(CheckpointWriter out) throws IOException {
            out.begin("state");
            out.writeInt(2);
            for (int number = 1; number <= 2; number++) {
                out.writeBlock(Transitions.number(number).toByteBuffer());
            }
            out.writeInt(5);
            out.writeFloats(new float[5], 5);
            out.writeLongs(new long[3], 3);
            out.writeRandom(random);
            out.writeBlock(ByteBuffer.wrap(new byte[40]));
        }

        @Override
        public void read(CheckpointReader in) throws IOException {
            in.begin("state");
            List<Transition> held = new ArrayList<>();
            for (int left = in.readCount(Integer.MAX_VALUE, Integer.BYTES); left > 0; left--) {
                held.add(in.readRecord(Transition.class));
            }
            int count = in.readCount(1_000, Float.BYTES);
            in.readFloats(new float[count], count);
            in.readLongs(new long[3], 3);
            in.readRandom(random);
            in.readBlock();
        }
    }

    @Test
    void checkpoints() throws IOException {
        CheckpointFile file = new CheckpointFile(folder.resolve("leaven.checkpoint"));
        file.write(HEADER, new State());
        byte[] whole = Files.readAllBytes(file.path());
        State state = new State();
        Fuzzer.Result result = Fuzzer.of("checkpoint", List.of(whole))
                .refusesBy(UnfitCheckpointException.class, IOException.class)
                .repairedBy(CheckpointFuzzTest::withTrailer)
                .allocatesAtMost(2 << 20, 100)
                .run(input -> {
                    Files.write(file.path(), input);
                    assertThat(file.read(header -> {}, state)).isTrue();
                });

        assertThat(result.accepted()).isGreaterThan(result.inputs() / 100);
    }

    private static byte[] withTrailer(byte[] input) {
        int length = input.length - CheckpointFile.TRAILER;
        if (length >= 0) {
            CRC32C crc = new CRC32C();
            crc.update(input, 0, length);
            ByteBuffer.wrap(input)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .position(length)
                    .putLong(length)
                    .putInt((int) crc.getValue());
        }
        return input;
    }

    /** The first string of the record announces 8 MB: they are not taken, and the exception is the documented one. */
    @Test
    void aRecordThatAnnouncesMoreThanItHasIsRefused() throws IOException {
        byte[] record = Transitions.number(1).toByteBuffer().array().clone();
        System.arraycopy(new byte[] {(byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08}, 0, record, 10, 4);
        CheckpointFile file = new CheckpointFile(folder.resolve("record.checkpoint"));
        Checkpointed part = new Checkpointed() {
            @Override
            public void write(CheckpointWriter out) throws IOException {
                out.writeBlock(ByteBuffer.wrap(record));
            }

            @Override
            public void read(CheckpointReader in) throws IOException {
                in.readRecord(Transition.class);
            }
        };
        file.write(HEADER, part);

        assertThatThrownBy(() -> file.read(header -> {}, part))
                .isInstanceOf(UnfitCheckpointException.class)
                .hasMessageContaining("a record in it cannot be read: a length of ");
    }
}
