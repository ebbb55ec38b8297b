package io.leaven.testkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** A fuzzer that finds nothing proves nothing: each kind of fault that it is there for is found in a decoder that has it. */
class FuzzerTest {

    /** A decoder without faults: a length, then so many bytes. */
    private static byte[] careful(byte[] input) {
        ByteBuffer buffer = ByteBuffer.wrap(input);
        if (input.length < 4 || buffer.getInt() != input.length - 4) {
            throw new IllegalArgumentException("the length is wrong");
        }
        byte[] rest = new byte[input.length - 4];
        buffer.get(rest);
        return rest;
    }

    private static Fuzzer fuzzer() {
        return Fuzzer.of("test", List.of(new byte[] {0, 0, 0, 3, 'a', 'b', 'c'}))
                .refusesBy(IllegalArgumentException.class);
    }

    @Test
    void aCarefulDecoderPasses() {
        Fuzzer.Result result = fuzzer().run(FuzzerTest::careful);

        assertThat(result.inputs()).isEqualTo(20_000);
        assertThat(result.accepted()).isBetween(100L, 19_000L);
    }

    @Test
    void anExceptionThatIsNotDocumentedIsFound() {
        assertThatThrownBy(() -> fuzzer().run(input -> ByteBuffer.wrap(input).getInt()))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("BufferUnderflowException")
                .hasMessageContaining("of seed 1");
    }

    @Test
    void memoryForALengthThatIsNotThereIsFound() {
        assertThatThrownBy(() -> fuzzer().run(input -> {
                    int length = input.length < 4 ? 0 : ByteBuffer.wrap(input).getInt();
                    if (length < 0 || length > 1 << 26) {
                        throw new IllegalArgumentException("the length is wrong");
                    }
                    byte[] taken = new byte[length];
                    careful(input);
                    assertThat(taken).isNotNull();
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageMatching("(?s).*allocated \\d+ bytes, more than .*");
    }

    @Test
    void aLoopThatNeverEndsIsFound() {
        AtomicBoolean over = new AtomicBoolean();
        assertThatThrownBy(() -> fuzzer().run(input -> {
                    while (input.length > 0 && input[0] == 0x7F && !over.get()) {
                        Thread.onSpinWait();
                    }
                    careful(input);
                }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is not done in 5 s");
        over.set(true);
    }

    @Test
    void aSeedThatIsRefusedIsNoSeed() {
        assertThatThrownBy(() -> Fuzzer.ofTexts("test", "abc")
                        .refusesBy(IllegalArgumentException.class)
                        .run(FuzzerTest::careful))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("is valid, but was refused");
    }
}
