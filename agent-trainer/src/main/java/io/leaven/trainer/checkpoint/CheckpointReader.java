package io.leaven.trainer.checkpoint;

import io.leaven.schemas.serde.FrameDecoder;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.ReadableByteChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.apache.avro.Schema;
import org.apache.avro.SchemaNormalization;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificDatumReader;
import org.apache.avro.specific.SpecificRecord;
import org.apache.commons.rng.RestorableUniformRandomProvider;
import org.apache.commons.rng.core.RandomProviderDefaultState;

/**
 * Reads what a {@link CheckpointWriter} wrote. Whatever the bytes are, no more is allocated for a number of things than what they
 * would take in the file: each number is held against the bytes that are left. Not safe for use by several threads.
 */
public final class CheckpointReader {

    private static final int CHUNK = 1 << 18;

    private final ReadableByteChannel channel;
    private final ByteBuffer buffer =
            ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN).limit(0);
    private long unread;

    /** @param length bytes to read at most */
    CheckpointReader(ReadableByteChannel channel, long length) {
        this.channel = channel;
        this.unread = length;
    }

    /** @throws UnfitCheckpointException if the state of another part follows */
    public void begin(String part) throws IOException {
        String found = readString();
        if (!found.equals(part)) {
            throw new UnfitCheckpointException("'" + found + "' stands where '" + part + "' should");
        }
    }

    public boolean readBoolean() throws IOException {
        return bytes(1).get() != 0;
    }

    public int readInt() throws IOException {
        return bytes(Integer.BYTES).getInt();
    }

    public long readLong() throws IOException {
        return bytes(Long.BYTES).getLong();
    }

    public float readFloat() throws IOException {
        return bytes(Float.BYTES).getFloat();
    }

    public double readDouble() throws IOException {
        return bytes(Double.BYTES).getDouble();
    }

    public String readString() throws IOException {
        return new String(readBlock(), StandardCharsets.UTF_8);
    }

    public byte[] readBlock() throws IOException {
        byte[] block = new byte[readCount(Integer.MAX_VALUE, 1)];
        readBytes(block, block.length);
        return block;
    }

    /**
     * Reads how many things follow.
     *
     * @param most there may be
     * @param bytesEach that each takes at least
     * @throws UnfitCheckpointException if there are more, or more than the file has bytes for
     */
    public int readCount(int most, int bytesEach) throws IOException {
        int count = readInt();
        long room = bytesEach == 0 ? most : Math.min(most, left() / bytesEach);
        if (count < 0 || count > room) {
            throw new UnfitCheckpointException(count + " is not a number from 0 to " + room);
        }
        return count;
    }

    public void readFloats(float[] into, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, bytes(Float.BYTES).remaining() / Float.BYTES);
            buffer.asFloatBuffer().get(into, from, some);
            buffer.position(buffer.position() + some * Float.BYTES);
            from += some;
        }
    }

    public void readLongs(long[] into, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, bytes(Long.BYTES).remaining() / Long.BYTES);
            buffer.asLongBuffer().get(into, from, some);
            buffer.position(buffer.position() + some * Long.BYTES);
            from += some;
        }
    }

    public void readInts(int[] into, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, bytes(Integer.BYTES).remaining() / Integer.BYTES);
            buffer.asIntBuffer().get(into, from, some);
            buffer.position(buffer.position() + some * Integer.BYTES);
            from += some;
        }
    }

    public void readBytes(byte[] into, int count) throws IOException {
        for (int from = 0; from < count; ) {
            int some = Math.min(count - from, bytes(1).remaining());
            buffer.get(into, from, some);
            from += some;
        }
    }

    public void readBooleans(boolean[] into, int count) throws IOException {
        for (int i = 0; i < count; i++) {
            into[i] = readBoolean();
        }
    }

    public void readRandom(RestorableUniformRandomProvider random) throws IOException {
        byte[] state = readBlock();
        try {
            random.restoreState(new RandomProviderDefaultState(state));
        } catch (IllegalStateException e) {
            throw new UnfitCheckpointException("the state of a random generator cannot be used", e);
        }
    }

    /**
     * Reads an Avro record that was written as a block in Avro's single-object encoding, as {@code toByteBuffer} does.
     *
     * @throws UnfitCheckpointException if it is no such record, or one of another release's schema
     */
    public <T extends SpecificRecord> T readRecord(Class<T> type) throws IOException {
        Schema schema = SpecificData.get().getSchema(type);
        byte[] block = readBlock();
        byte[] header = header(schema);
        if (block.length < header.length || !Arrays.equals(block, 0, header.length, header, 0, header.length)) {
            throw new UnfitCheckpointException("a record in it is no " + schema.getName() + " of this release");
        }
        FrameDecoder decoder = new FrameDecoder(block, header.length);
        try {
            T record = type.cast(
                    new SpecificDatumReader<T>(schema, schema, SpecificData.getForClass(type)).read(null, decoder));
            if (decoder.remaining() > 0) {
                throw new UnfitCheckpointException(decoder.remaining() + " bytes are left after a record in it");
            }
            return record;
        } catch (EOFException e) {
            throw new UnfitCheckpointException("a record in it cannot be read: " + e.getMessage(), e);
        } catch (RuntimeException e) {
            // Bytes in memory are all that is read here: Avro has no one class for what can be wrong with them.
            throw new UnfitCheckpointException("a record in it cannot be read: " + e.getMessage(), e);
        }
    }

    private static byte[] header(Schema schema) {
        return ByteBuffer.allocate(2 + Long.BYTES)
                .order(ByteOrder.LITTLE_ENDIAN)
                .put((byte) 0xC3)
                .put((byte) 0x01)
                .putLong(SchemaNormalization.parsingFingerprint64(schema))
                .array();
    }

    /** The buffer, with so many bytes in it at least. */
    private ByteBuffer bytes(int count) throws IOException {
        if (left() < count) {
            throw new UnfitCheckpointException("it ends too early");
        }
        if (buffer.remaining() < count) {
            buffer.compact();
            buffer.limit((int) Math.min(buffer.capacity(), buffer.position() + unread));
            while (buffer.position() < count) {
                int read = channel.read(buffer);
                if (read < 0) {
                    throw new EOFException("the file became shorter while it was read");
                }
                unread -= read;
            }
            buffer.flip();
        }
        return buffer;
    }

    /** Bytes that were not read yet. */
    long left() {
        return unread + buffer.remaining();
    }
}
