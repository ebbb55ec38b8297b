package io.leaven.schemas.serde;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.avro.io.Decoder;
import org.apache.avro.util.Utf8;

/**
 * Avro's binary encoding out of an array, by the specification ("Binary Encoding"). Unlike Avro's own decoder it holds every
 * length against the bytes that are left before it takes memory: a damaged record of 40 bytes cannot ask for gigabytes. An
 * item of an array or map has to take at least a byte. Not thread-safe.
 */
public final class FrameDecoder extends Decoder {

    private static final int LONGEST_INT = 5;
    private static final int LONGEST_LONG = 10;

    private final byte[] bytes;
    private final int end;
    private int position;

    /** Of all bytes from a place on. */
    public FrameDecoder(byte[] bytes, int start) {
        this(bytes, start, bytes.length);
    }

    /** Of the bytes from a place on to another one, which is excluded. */
    public FrameDecoder(byte[] bytes, int start, int end) {
        this.bytes = bytes;
        this.position = start;
        this.end = end;
    }

    /** Bytes that were not read yet. */
    public int remaining() {
        return end - position;
    }

    @Override
    public void readNull() {
        // Takes no bytes.
    }

    @Override
    public boolean readBoolean() throws IOException {
        return bytes[take(1)] == 1;
    }

    @Override
    public int readInt() throws IOException {
        long value = readVarint(LONGEST_INT);
        int unsigned = (int) value;
        return (unsigned >>> 1) ^ -(unsigned & 1);
    }

    @Override
    public long readLong() throws IOException {
        long value = readVarint(LONGEST_LONG);
        return (value >>> 1) ^ -(value & 1);
    }

    @Override
    public float readFloat() throws IOException {
        return Float.intBitsToFloat((int) readLittleEndian(Float.BYTES));
    }

    @Override
    public double readDouble() throws IOException {
        return Double.longBitsToDouble(readLittleEndian(Double.BYTES));
    }

    @Override
    public Utf8 readString(Utf8 old) throws IOException {
        return new Utf8(readString());
    }

    @Override
    public String readString() throws IOException {
        int length = readLength();
        return new String(bytes, take(length), length, StandardCharsets.UTF_8);
    }

    @Override
    public void skipString() throws IOException {
        take(readLength());
    }

    @Override
    public ByteBuffer readBytes(ByteBuffer old) throws IOException {
        int length = readLength();
        byte[] copy = new byte[length];
        System.arraycopy(bytes, take(length), copy, 0, length);
        return ByteBuffer.wrap(copy);
    }

    @Override
    public void skipBytes() throws IOException {
        take(readLength());
    }

    @Override
    public void readFixed(byte[] target, int start, int length) throws IOException {
        System.arraycopy(bytes, take(length), target, start, length);
    }

    @Override
    public void skipFixed(int length) throws IOException {
        take(length);
    }

    @Override
    public int readEnum() throws IOException {
        return readInt();
    }

    @Override
    public int readIndex() throws IOException {
        return readInt();
    }

    @Override
    public long readArrayStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long arrayNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipArray() throws IOException {
        return skipBlocks();
    }

    @Override
    public long readMapStart() throws IOException {
        return readItemCount();
    }

    @Override
    public long mapNext() throws IOException {
        return readItemCount();
    }

    @Override
    public long skipMap() throws IOException {
        return skipBlocks();
    }

    /** A negative count is followed by the block's size in bytes. */
    private long readItemCount() throws IOException {
        long count = readLong();
        if (count < 0) {
            readLong();
            count = -count;
        }
        if (count < 0 || count > remaining()) {
            throw new EOFException(count + " items are announced, " + remaining() + " bytes are left");
        }
        return count;
    }

    /** Passes over the blocks that state their size; what is returned has to be read item by item. */
    private long skipBlocks() throws IOException {
        long count = readLong();
        while (count < 0) {
            take(readLength());
            count = readLong();
        }
        if (count > remaining()) {
            throw new EOFException(count + " items are announced, " + remaining() + " bytes are left");
        }
        return count;
    }

    private int readLength() throws IOException {
        long length = readLong();
        if (length < 0 || length > remaining()) {
            throw new EOFException("a length of " + length + " is announced, " + remaining() + " bytes are left");
        }
        return (int) length;
    }

    private long readVarint(int longest) throws IOException {
        long value = 0;
        for (int i = 0; i < longest; i++) {
            byte next = bytes[take(1)];
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return value;
            }
        }
        throw new IOException("a number takes more than " + longest + " bytes");
    }

    private long readLittleEndian(int length) throws IOException {
        int at = take(length);
        long value = 0;
        for (int i = length - 1; i >= 0; i--) {
            value = (value << 8) | (bytes[at + i] & 0xFF);
        }
        return value;
    }

    /** Moves on and returns where it was. */
    private int take(int length) throws EOFException {
        if (length > remaining()) {
            throw new EOFException(length + " bytes are wanted, " + remaining() + " are left");
        }
        int at = position;
        position += length;
        return at;
    }
}
