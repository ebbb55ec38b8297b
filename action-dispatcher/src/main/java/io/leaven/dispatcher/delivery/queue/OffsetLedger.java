package io.leaven.dispatcher.delivery.queue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.TreeSet;

/**
 * Which records of a partition are done, when they are not done in order. What is committed is the first open offset, and
 * beside it, as the commit's metadata, the other open ones up to the highest that was read: all others up to there are done,
 * and a restart skips them.
 *
 * <p>The metadata is text of at most a given length: {@code 1:} and Base64 of varints, the highest offset and the open ones, each
 * as a distance. When there are too many open ones it tells of the first ones only, and what was done beyond them is done again
 * after a restart. Not thread-safe.
 */
public final class OffsetLedger {

    private static final String VERSION = "1:";

    private final TreeSet<Long> open = new TreeSet<>();
    private final TreeSet<Long> openBefore = new TreeSet<>();
    private long doneBefore = -1;
    private long next;

    /**
     * Goes on from a commit.
     *
     * @param committed the offset; what is before it is done
     * @param metadata what {@link #metadata} said; anything else, or nothing, means that nothing beyond is known
     */
    public OffsetLedger(long committed, String metadata) {
        next = committed;
        if (metadata != null && metadata.startsWith(VERSION)) {
            restore(committed, metadata.substring(VERSION.length()));
        }
    }

    private void restore(long committed, String text) {
        try {
            ByteBuffer in = ByteBuffer.wrap(Base64.getDecoder().decode(text));
            long highest = committed + read(in);
            long offset = committed;
            TreeSet<Long> found = new TreeSet<>();
            found.add(committed);
            while (in.hasRemaining()) {
                offset += read(in);
                found.add(offset);
            }
            openBefore.addAll(found);
            doneBefore = highest;
        } catch (IllegalArgumentException | java.nio.BufferUnderflowException e) {
            // Written by somebody else: then nothing is known, and the worst is a message that is sent twice.
            doneBefore = -1;
        }
    }

    /**
     * Takes note of a record that was read; offsets rise, with gaps.
     *
     * @return whether there is anything to do; false if it was done before the restart
     */
    public boolean read(long offset) {
        next = Math.max(next, offset + 1);
        if (offset <= doneBefore && !openBefore.contains(offset)) {
            return false;
        }
        open.add(offset);
        return true;
    }

    public void done(long offset) {
        open.remove(offset);
    }

    /** What to commit: the first open offset, or the one after the last that was read. */
    public long position() {
        if (!open.isEmpty()) {
            return open.first();
        }
        if (next > doneBefore) {
            return next;
        }
        Long openAgain = openBefore.ceiling(next);
        return openAgain == null ? doneBefore + 1 : openAgain;
    }

    /** What to commit beside it, at most {@code limit} characters. */
    public String metadata(int limit) {
        // What was known of offsets that were not read again since the restart is still known.
        long highest = Math.max(next - 1, doneBefore);
        TreeSet<Long> all = new TreeSet<>(open);
        all.addAll(openBefore.tailSet(next));
        if (all.isEmpty() || highest < position()) {
            return "";
        }
        int bytes = (limit - VERSION.length()) / 4 * 3 - 10;
        ByteArrayOutputStream distances = new ByteArrayOutputStream();
        long last = position();
        for (long offset : all.tailSet(position(), false)) {
            if (distances.size() + 10 > bytes) {
                highest = offset - 1;
                break;
            }
            write(distances, offset - last);
            last = offset;
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, highest - position());
        out.writeBytes(distances.toByteArray());
        return VERSION + Base64.getEncoder().encodeToString(out.toByteArray());
    }

    private static void write(ByteArrayOutputStream out, long value) {
        long rest = value;
        while (rest > 0x7f) {
            out.write((int) (rest & 0x7f | 0x80));
            rest >>>= 7;
        }
        out.write((int) rest);
    }

    private static long read(ByteBuffer in) {
        long value = 0;
        for (int shift = 0; shift < 63; shift += 7) {
            byte part = in.get();
            value |= (long) (part & 0x7f) << shift;
            if (part >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 63 bits");
    }
}
