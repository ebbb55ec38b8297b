package io.leaven.trainer.checkpoint;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.zip.CRC32C;

/**
 * A checkpoint on disk: {@code LEAVENCP}, the version of the format, the {@link CheckpointHeader}, the state, and at the end the
 * number of bytes before and their CRC-32C. It is written beside, forced to the disk and then renamed, so that there is always a whole
 * one: the old or the new.
 */
public final class CheckpointFile {

    /** Bytes at the end: the length and the CRC of what is before. */
    static final int TRAILER = Long.BYTES + Integer.BYTES;

    /** To be raised whenever a part writes something else. */
    static final int FORMAT = 2;

    private static final byte[] MAGIC = {'L', 'E', 'A', 'V', 'E', 'N', 'C', 'P'};
    private static final int CHUNK = 1 << 18;

    private final Path path;

    /** Tells whether a checkpoint may be gone on from. */
    @FunctionalInterface
    public interface Check {

        /** @throws UnfitCheckpointException saying why not */
        void accept(CheckpointHeader header) throws UnfitCheckpointException;
    }

    /** @param path of the file; its folder must be there */
    public CheckpointFile(Path path) {
        this.path = path;
    }

    public Path path() {
        return path;
    }

    /**
     * Takes the place of the checkpoint that was there.
     *
     * @return its bytes
     * @throws IOException if it cannot be written; then the old one stays
     */
    public long write(CheckpointHeader header, Checkpointed state) throws IOException {
        Path beside = path.resolveSibling(path.getFileName() + ".tmp");
        long length;
        try (FileChannel channel = FileChannel.open(
                beside, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            CheckpointWriter out = new CheckpointWriter(channel);
            out.writeBytes(MAGIC, MAGIC.length);
            out.writeInt(FORMAT);
            header.write(out);
            state.write(out);
            out.finish();
            length = out.length();
            channel.force(true);
        } catch (IOException e) {
            Files.deleteIfExists(beside);
            throw e;
        }
        Files.move(beside, path, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        forceFolder();
        return length;
    }

    /** A rename is on the disk when the folder is. Where a folder cannot be opened, as on Windows, the system sees to it. */
    private void forceFolder() {
        try (FileChannel folder = FileChannel.open(path.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            folder.force(true);
        } catch (IOException e) {
            return;
        }
    }

    /**
     * Takes up the checkpoint, after it was found whole and fit.
     *
     * @return false if there is none
     * @throws UnfitCheckpointException if it must not be gone on from; the state may be of no use then
     * @throws IOException if it cannot be read
     */
    public boolean read(Check check, Checkpointed into) throws IOException {
        if (!Files.exists(path)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            long length = wholeLength(channel);
            channel.position(0);
            CheckpointReader in = new CheckpointReader(channel, length);
            byte[] magic = new byte[MAGIC.length];
            in.readBytes(magic, magic.length);
            int format = in.readInt();
            if (!Arrays.equals(magic, MAGIC) || format != FORMAT) {
                throw new UnfitCheckpointException(
                        "it is not one of format " + FORMAT + ", which this version of Leaven reads");
            }
            check.accept(CheckpointHeader.read(in));
            into.read(in);
            if (in.left() > 0) {
                throw new UnfitCheckpointException(in.left() + " bytes are left over");
            }
            return true;
        }
    }

    /** Length without the trailer, if length and CRC are those that the trailer tells. */
    private static long wholeLength(FileChannel channel) throws IOException {
        long length = channel.size() - TRAILER;
        ByteBuffer buffer = ByteBuffer.allocate(CHUNK).order(ByteOrder.LITTLE_ENDIAN);
        if (length < 0) {
            throw new UnfitCheckpointException("it is cut off");
        }
        channel.position(length);
        Channels.newInputStream(channel).readNBytes(buffer.array(), 0, TRAILER);
        long told = buffer.getLong();
        int toldCrc = buffer.getInt();
        if (told != length) {
            throw new UnfitCheckpointException("it is cut off");
        }
        channel.position(0);
        CRC32C crc = new CRC32C();
        for (long left = length; left > 0; ) {
            buffer.clear().limit((int) Math.min(CHUNK, left));
            int read = channel.read(buffer);
            if (read < 0) {
                throw new UnfitCheckpointException("it is cut off");
            }
            crc.update(buffer.flip());
            left -= read;
        }
        if ((int) crc.getValue() != toldCrc) {
            throw new UnfitCheckpointException("its checksum is wrong: the file is damaged");
        }
        return length;
    }
}
