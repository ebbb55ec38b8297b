package io.leaven.trainer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.WritableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.RandomProviderDefaultState;

/**
 * Writes numbers in little-endian order, arrays in bulk and without their length, and keeps a CRC-32C of all that was written. What is
 * read by {@link CheckpointReader}. Not safe for use by several threads.
 */
public final class CheckpointWriter {

    private static final int CHUNK = 1 << 18;

    private final WritableByteChannel channel;
    private final ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private long flushed;

    /** @param channel takes all that is given to it at once, as a file does; stays open */
    CheckpointWriter(WritableByteChannel channel) {
        this.channel = channel;
    }

    /** Begins the state of a part; the reader must find the same name. */
    public void begin(String part) throws IOException {
        writeString(part);
    }

    public void writeBoolean(boolean value) throws IOException {
        room(1).put((byte) (value ? 1 : 0));
    }

    public void writeInt(int value) throws IOException {
        room(Integer.BYTES).putInt(value);
    }

    public void writeLong(long value) throws IOException {
        room(Long.BYTES).putLong(value);
    }

    public void writeFloat(float value) throws IOException {
        room(Float.BYTES).putFloat(value);
    }

    public void writeDouble(double value) throws IOException {
        room(Double.BYTES).putDouble(value);
    }

    public void writeString(String value) throws IOException {
        writeBlock(ByteBuffer.wrap(value.getBytes(StandardCharsets.UTF_8)));
    }

    /** Some bytes with their number before them. */
    public void writeBlock(ByteBuffer bytes) throws IOException {
        writeInt(bytes.remaining());
        while (bytes.hasRemaining()) {
            int count = Math.min(room(1).remaining(), bytes.remaining());
            buffer.put(bytes.slice().limit(count));
            bytes.position(bytes.position() + count);
        }
    }

    /** The first so many numbers of an array. */
    public void writeFloats(float[] values, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, room(Float.BYTES).remaining() / Float.BYTES);
            buffer.asFloatBuffer().put(values, from, some);
            buffer.position(buffer.position() + some * Float.BYTES);
            from += some;
        }
    }

    public void writeLongs(long[] values, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, room(Long.BYTES).remaining() / Long.BYTES);
            buffer.asLongBuffer().put(values, from, some);
            buffer.position(buffer.position() + some * Long.BYTES);
            from += some;
        }
    }

    public void writeInts(int[] values, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, room(Integer.BYTES).remaining() / Integer.BYTES);
            buffer.asIntBuffer().put(values, from, some);
            buffer.position(buffer.position() + some * Integer.BYTES);
            from += some;
        }
    }

    public void writeBytes(byte[] values, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, room(1).remaining());
            buffer.put(values, from, some);
            from += some;
        }
    }

    public void writeBooleans(boolean[] values, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            writeBoolean(values[i]);
        }
    }

    /** Where a sequence of random numbers stands. */
    public void writeRandom(RestorableUniformRandomProvider random) throws IOException {
        writeBlock(ByteBuffer.wrap(((RandomProviderDefaultState) random.saveState()).getState()));
    }

    /** Ends the file: the number of bytes so far and the CRC, in {@value CheckpointFile#TRAILER} bytes. */
    void finish() throws IOException {
        flush();
        long length = flushed;
        int sum = (int) crc.getValue();
        room(CheckpointFile.TRAILER).putLong(length).putInt(sum);
        flush();
    }

    /** The buffer, with room for so many bytes. */
    private ByteBuffer room(int bytes) throws IOException {
        if (buffer.remaining() < bytes) {
            flush();
        }
        return buffer;
    }

    private void flush() throws IOException {
        buffer.flip();
        flushed += buffer.remaining();
        crc.update(buffer.duplicate());
        while (buffer.hasRemaining()) {
            channel.write(buffer);
        }
        buffer.clear();
    }

    /** Bytes written so far. */
    long length() {
        return flushed + buffer.position();
    }
}
