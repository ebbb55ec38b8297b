package io.leaven.trainer.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointFileTest {

    private static final CheckpointHeader HEADER =
            new CheckpointHeader(Map.of("gamma", ".95", "agent", "leaven"), Map.of(0, 12L, 3, 1L << 40), 7);

    @TempDir
    private Path folder;

    private CheckpointFile file;

    /** One of everything, in sizes that do not divide the buffer's. */
    private static final class Everything implements Checkpointed {

        private float[] floats = new float[100_003];
        private long[] longs = new long[70_001];
        private int[] ints = new int[90_001];
        private byte[] bytes = new byte[300_007];
        private final boolean[] booleans = new boolean[5];
        private final RestorableUniformRandomProvider random = RandomSource.XO_RO_SHI_RO_128_PP.create(1);
        private String text = "";
        private double number;
        private byte[] block = {};

        static Everything filled() {
            Everything full = new Everything();
            Random random = new Random(4);
            for (int i = 0; i < full.floats.length; i++) {
                full.floats[i] = Float.intBitsToFloat(random.nextInt());
            }
            full.longs = random.longs(full.longs.length).toArray();
            full.ints = random.ints(full.ints.length).toArray();
            random.nextBytes(full.bytes);
            full.booleans[3] = true;
            full.random.nextInt();
            full.text = "zoë \uD83E\uDD56";
            full.number = -0.0;
            full.block = new byte[700_000];
            random.nextBytes(full.block);
            return full;
        }

        @Override
        public void write(CheckpointWriter out) throws IOException {
            out.begin("everything");
            out.writeFloats(floats, floats.length);
            out.writeString(text);
            out.writeLongs(longs, longs.length);
            out.writeDouble(number);
            out.writeInts(ints, ints.length);
            out.writeBytes(bytes, bytes.length);
            out.writeBooleans(booleans, booleans.length);
            out.writeRandom(random);
            out.writeBlock(ByteBuffer.wrap(block));
        }

        @Override
        public void read(CheckpointReader in) throws IOException {
            in.begin("everything");
            in.readFloats(floats, floats.length);
            text = in.readString();
            in.readLongs(longs, longs.length);
            number = in.readDouble();
            in.readInts(ints, ints.length);
            in.readBytes(bytes, bytes.length);
            in.readBooleans(booleans, booleans.length);
            in.readRandom(random);
            block = in.readBlock();
        }
    }

    @BeforeEach
    void nameFile() {
        file = new CheckpointFile(folder.resolve("leaven.checkpoint"));
    }

    @Test
    void whatWasWrittenIsReadBitByBit() throws Exception {
        Everything before = Everything.filled();
        long length = file.write(HEADER, before);
        assertThat(Files.size(file.path())).isEqualTo(length);
        Everything after = new Everything();
        CheckpointHeader[] header = new CheckpointHeader[1];
        assertThat(file.read(found -> header[0] = found, after)).isTrue();
        assertThat(header[0]).isEqualTo(HEADER);
        assertThat(ByteBuffer.wrap(after.bytes)).isEqualTo(ByteBuffer.wrap(before.bytes));
        for (int i = 0; i < before.floats.length; i++) {
            assertThat(Float.floatToRawIntBits(after.floats[i])).isEqualTo(Float.floatToRawIntBits(before.floats[i]));
        }
        assertThat(after.longs).isEqualTo(before.longs);
        assertThat(after.ints).isEqualTo(before.ints);
        assertThat(after.booleans).isEqualTo(before.booleans);
        assertThat(after.text).isEqualTo(before.text);
        assertThat(after.block).isEqualTo(before.block);
        assertThat(Double.doubleToRawLongBits(after.number)).isEqualTo(Double.doubleToRawLongBits(-0.0));
        for (int i = 0; i < 5; i++) {
            assertThat(after.random.nextInt()).isEqualTo(before.random.nextInt());
        }
    }

    @Test
    void noFileIsNoError() throws Exception {
        assertThat(file.read(header -> {}, new Everything())).isFalse();
    }

    @Test
    void aFileThatIsDamagedAnywhereIsRefused() throws Exception {
        file.write(HEADER, Everything.filled());
        byte[] whole = Files.readAllBytes(file.path());
        Random random = new Random(9);
        for (int trial = 0; trial < 40; trial++) {
            byte[] damaged = whole.clone();
            int at = trial < 12 ? whole.length - 1 - trial : random.nextInt(whole.length);
            damaged[at] ^= (byte) (1 << random.nextInt(8));
            assertRefused(damaged);
        }
        for (int length : new int[] {0, 1, 11, 12, 13, whole.length / 2, whole.length - 1}) {
            assertRefused(Arrays.copyOf(whole, length));
        }
        assertRefused(Arrays.copyOf(whole, whole.length + 1));
    }

    private void assertRefused(byte[] bytes) throws IOException {
        Files.write(file.path(), bytes);
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(
                        header -> {
                            throw new AssertionError("its header was believed");
                        },
                        new Everything()));
    }

    /** A count of two thousand million, in a file whose checksum is right. */
    @Test
    void aNumberThatTheFileHasNoBytesForAllocatesNothing() throws Exception {
        file.write(HEADER, writing(out -> out.writeInt(Integer.MAX_VALUE)));
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(header -> {}, reading(CheckpointReader::readBlock)))
                .withMessageContaining("2147483647");
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(header -> {}, reading(in -> in.readCount(10, 0))))
                .withMessageContaining("from 0 to 10");
    }

    @Test
    void theStateOfAnotherPartIsRefused() throws Exception {
        file.write(HEADER, writing(out -> out.begin("learner")));
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(header -> {}, reading(in -> in.begin("imagination"))))
                .withMessageContaining("learner")
                .withMessageContaining("imagination");
    }

    @Test
    void aStateThatLeavesBytesOrWantsMoreIsRefused() throws Exception {
        file.write(HEADER, writing(out -> out.writeLong(1)));
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(header -> {}, reading(CheckpointReader::readInt)))
                .withMessageContaining("4 bytes are left over");
        assertThatExceptionOfType(UnfitCheckpointException.class)
                .isThrownBy(() -> file.read(header -> {}, reading(in -> in.readFloats(new float[3], 3))))
                .withMessageContaining("too early");
    }

    @Test
    void aWriteThatFailsLeavesTheOldOne() throws Exception {
        file.write(HEADER, writing(out -> out.writeInt(42)));
        assertThatExceptionOfType(IOException.class)
                .isThrownBy(() -> file.write(HEADER, writing(out -> {
                    out.writeFloats(new float[1_000_000], 1_000_000);
                    throw new IOException("disk full");
                })))
                .withMessage("disk full");
        int[] read = new int[1];
        file.read(header -> {}, reading(in -> read[0] = in.readInt()));
        assertThat(read[0]).isEqualTo(42);
        try (var files = Files.list(folder)) {
            assertThat(files).containsExactly(file.path());
        }
    }

    @Test
    void tellsUnderWhatOtherConditionsItWasMade() {
        assertThat(HEADER.differences(Map.of("agent", "leaven", "gamma", ".99", "seed", "1")))
                .containsExactly("gamma was .95 and is .99", "seed was not set and is 1");
        assertThat(HEADER.differences(HEADER.madeUnder())).isEmpty();
    }

    @FunctionalInterface
    private interface Writing {
        void to(CheckpointWriter out) throws IOException;
    }

    @FunctionalInterface
    private interface Reading {
        void from(CheckpointReader in) throws IOException;
    }

    private static Checkpointed writing(Writing writing) {
        return part(writing, in -> {});
    }

    private static Checkpointed reading(Reading reading) {
        return part(out -> {}, reading);
    }

    private static Checkpointed part(Writing writing, Reading reading) {
        return new Checkpointed() {
            @Override
            public void write(CheckpointWriter out) throws IOException {
                writing.to(out);
            }

            @Override
            public void read(CheckpointReader in) throws IOException {
                reading.from(in);
            }
        };
    }
}
