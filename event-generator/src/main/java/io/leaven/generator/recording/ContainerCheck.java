package io.leaven.generator.recording;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks over an Avro container before Avro opens it and holds every length against the bytes that are left: Avro itself believes
 * what a block says of its size, and takes that much memory. A block that unpacks to more than {@value #MOST_UNPACKED} bytes is
 * refused, too. A last block that is cut off is left to the reader, which tells how far it came.
 */
final class ContainerCheck {

    /** Many times the largest record of a topic. */
    static final int MOST_UNPACKED = 256 << 20;

    private static final byte[] MAGIC = {'O', 'b', 'j', 1};
    private static final int SYNC = 16;
    private static final int LONGEST_VARINT = 10;

    private final DataInputStream in;
    private long left;
    private long number;

    private ContainerCheck(DataInputStream in, long size) {
        this.in = in;
        this.left = size;
    }

    /**
     * @return where the last whole block ends: the file's size unless it is cut off
     * @throws IOException if the file is no Avro container, or announces what it does not hold
     */
    static long check(Path file) throws IOException {
        try (DataInputStream in = new DataInputStream(new BufferedInputStream(Files.newInputStream(file)))) {
            long size = Files.size(file);
            return size - new ContainerCheck(in, size).walk();
        }
    }

    /** Returns how many bytes follow the last whole block. */
    private long walk() throws IOException {
        if (!Arrays.equals(bytes(MAGIC.length), MAGIC)) {
            throw new IOException("Not an Avro data file");
        }
        boolean deflated = "deflate".equals(codec());
        bytes(SYNC);
        while (left > 0) {
            long rest = left;
            if (!hasNumber() || !hasNumber()) {
                return rest;
            }
            long size = number;
            if (size < 0) {
                throw new IOException("a block announces " + size + " bytes");
            }
            if (size > left) {
                return rest;
            }
            byte[] block = bytes(size);
            if (deflated) {
                refuseBomb(block);
            }
            if (left < SYNC) {
                return rest;
            }
            bytes(SYNC);
        }
        return 0;
    }

    /** The header's metadata is a map of bytes. */
    private String codec() throws IOException {
        String codec = null;
        for (long count = number(); count != 0; count = number()) {
            if (count < 0) {
                number();
                count = -count;
            }
            if (count < 0 || count > left) {
                throw new EOFException("its header announces " + count + " entries, " + left + " bytes are left");
            }
            for (; count > 0; count--) {
                String key = new String(bytes(number()), StandardCharsets.UTF_8);
                byte[] value = bytes(number());
                if (key.equals("avro.codec")) {
                    codec = new String(value, StandardCharsets.UTF_8);
                }
            }
        }
        return codec;
    }

    private static void refuseBomb(byte[] block) throws IOException {
        Inflater inflater = new Inflater(true);
        try {
            inflater.setInput(block);
            byte[] scrap = new byte[8192];
            while (!inflater.finished() && !inflater.needsDictionary()) {
                int unpacked = inflater.inflate(scrap);
                if (inflater.getBytesWritten() > MOST_UNPACKED) {
                    throw new IOException("a block unpacks to more than " + MOST_UNPACKED + " bytes");
                }
                if (unpacked == 0 && inflater.needsInput()) {
                    return;
                }
            }
        } catch (DataFormatException e) {
            throw new IOException("a block is not what deflate writes: " + e.getMessage(), e);
        } finally {
            inflater.end();
        }
    }

    /** Reads a number, or finds that the file ends within it. */
    private boolean hasNumber() throws IOException {
        try {
            number = number();
            return true;
        } catch (EOFException e) {
            return false;
        }
    }

    private byte[] bytes(long length) throws IOException {
        if (length < 0 || length > left) {
            throw new EOFException("a length of " + length + " is announced, " + left + " bytes are left");
        }
        byte[] bytes = new byte[(int) Math.min(length, Integer.MAX_VALUE - 8)];
        in.readFully(bytes);
        left -= bytes.length;
        return bytes;
    }

    /** Zigzag, as Avro writes numbers. */
    private long number() throws IOException {
        long value = 0;
        for (int i = 0; i < LONGEST_VARINT; i++) {
            int next = bytes(1)[0];
            value |= (next & 0x7FL) << (7 * i);
            if (next >= 0) {
                return (value >>> 1) ^ -(value & 1);
            }
        }
        throw new IOException("a number takes more than " + LONGEST_VARINT + " bytes");
    }
}
