package io.leaven.agent.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;

/**
 * A matrix of floats whose memory Java and PyTorch share: what is written to {@link #buffer} is what {@link #array} holds,
 * without a native call. It begins at a multiple of 64 bytes, because kernels may choose their path, and with it their
 * rounding, by alignment. Not safe for use by several threads.
 */
public final class SharedMatrix {

    private static final int ALIGNMENT = 64;

    private final FloatBuffer buffer;
    private final NDArray array;

    /** @param manager owns the array, and frees it when it is closed */
    public SharedMatrix(NDManager manager, int rows, int columns) {
        int size = Math.multiplyExact(Math.multiplyExact(rows, columns), Float.BYTES);
        ByteBuffer roomy = ByteBuffer.allocateDirect(size + ALIGNMENT);
        int start = (ALIGNMENT - roomy.alignmentOffset(0, ALIGNMENT)) % ALIGNMENT;
        ByteBuffer bytes = roomy.slice(start, size).order(ByteOrder.nativeOrder());
        this.buffer = bytes.asFloatBuffer();
        this.array = manager.create(bytes, new Shape(rows, columns), DataType.FLOAT32);
    }

    /** The numbers, row by row. */
    public FloatBuffer buffer() {
        return buffer;
    }

    /** The same numbers for the engine. */
    public NDArray array() {
        return array;
    }

    /** Copies what the engine computed: its numbers row by row. */
    public static void read(NDArray from, float[] into, int offset, int length) {
        from.toByteBuffer(true).asFloatBuffer().get(into, offset, length);
    }
}
