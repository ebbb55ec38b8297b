package io.leaven.testkit;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;

/**
 * Gives a decoder damaged inputs and holds it to three things: it accepts or refuses with the exceptions that it documents, it is
 * done in a bounded time, and it allocates no more than a bound that grows with the input. Inputs are made by {@link Mutations} of
 * valid ones, each from a random generator of its own: {@code (seed, index)} makes the same input again.
 *
 * <p>System properties: {@value #INPUTS} (20,000 by default, 1,000,000 for the full run), {@value #SEED} (1), {@value #ONLY} (the
 * index of the one input to try).
 */
public final class Fuzzer {

    public static final String INPUTS = "leaven.fuzz.inputs";
    public static final String SEED = "leaven.fuzz.seed";
    public static final String ONLY = "leaven.fuzz.only";

    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final int DEFAULT_INPUTS = 20_000;
    private static final long LOOK_MS = 200;
    /** Of processor time, so that a busy machine is no hang. */
    private static final long MOST_NANOS = 5_000_000_000L;

    private static final int WARM_UP = 50;

    private final String name;
    private final List<byte[]> seeds;
    private List<String> words = List.of();
    private List<Class<?>> refusals = List.of();
    private UnaryOperator<byte[]> repair = UnaryOperator.identity();
    private long freeBytes = 1 << 20;
    private int bytesPerByte = 100;
    private int mostBytes;

    /** What reads bytes. */
    @FunctionalInterface
    public interface Decoder {

        void decode(byte[] input) throws Exception;
    }

    /**
     * What came of a run.
     *
     * @param inputs that were tried
     * @param accepted how many of them the decoder took
     * @param mostAllocated bytes that one input made the decoder allocate
     * @param slowestNanos processor time of the slowest input
     */
    public record Result(String name, long inputs, long accepted, long mostAllocated, long slowestNanos) {}

    private Fuzzer(String name, List<byte[]> seeds) {
        this.name = name;
        this.seeds = List.copyOf(seeds);
        this.mostBytes = Math.max(
                4096, 2 * seeds.stream().mapToInt(seed -> seed.length).max().orElse(0));
    }

    /**
     * @param name of the decoder
     * @param seeds valid inputs: each must be accepted
     */
    public static Fuzzer of(String name, List<byte[]> seeds) {
        if (seeds.isEmpty()) {
            throw new IllegalArgumentException("a fuzz test needs at least one valid input");
        }
        return new Fuzzer(name, seeds);
    }

    /** The same with texts as inputs. */
    public static Fuzzer ofTexts(String name, String... seeds) {
        return of(
                name,
                Arrays.stream(seeds)
                        .map(text -> text.getBytes(StandardCharsets.UTF_8))
                        .toList());
    }

    /** Words of the format that are put in here and there. */
    public Fuzzer words(String... more) {
        words = List.of(more);
        return this;
    }

    /** The exceptions by which the decoder says no, all others are crashes. */
    public Fuzzer refusesBy(Class<?>... types) {
        refusals = List.of(types);
        return this;
    }

    /** Makes every other input whole again in what would be refused at once, such as a checksum. */
    public Fuzzer repairedBy(UnaryOperator<byte[]> whole) {
        repair = whole;
        return this;
    }

    /** The most that one input may make the decoder allocate. 1 MiB and 100 for each byte of the input unless set. */
    public Fuzzer allocatesAtMost(long free, int perByte) {
        freeBytes = free;
        bytesPerByte = perByte;
        return this;
    }

    /**
     * Tries as many inputs as the properties say.
     *
     * @throws AssertionError naming seed and index of an input that the decoder must not treat so
     */
    public Result run(Decoder decoder) {
        Run run = new Run(decoder);
        Thread worker = new Thread(run, "fuzz-" + name);
        worker.setDaemon(true);
        worker.start();
        watch(worker, run);
        AssertionError failure = run.failure.get();
        if (failure != null) {
            throw failure;
        }
        Result result = run.result();
        System.out.printf(
                "fuzz %s: %,d inputs, %,d accepted, at most %,d bytes and %.1f ms for one%n",
                name, result.inputs, result.accepted, result.mostAllocated, result.slowestNanos / 1e6);
        return result;
    }

    /** Ends when the worker does, or fails when one input takes too long; the thread cannot be stopped and is left behind. */
    private void watch(Thread worker, Run run) {
        try {
            for (worker.join(LOOK_MS); worker.isAlive(); worker.join(LOOK_MS)) {
                long began = run.began;
                long now = THREADS.getThreadCpuTime(worker.getId());
                if (began >= 0 && now - began > MOST_NANOS && run.began == began) {
                    AssertionError hang =
                            run.complaint(run.index, run.input, "is not done in 5 s of processor time", null);
                    hang.setStackTrace(worker.getStackTrace());
                    throw hang;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted at input " + run.index, e);
        }
    }

    private final class Run implements Runnable {

        private final Decoder decoder;
        private final long seed = Long.getLong(SEED, 1);
        private final long inputs = Long.getLong(INPUTS, DEFAULT_INPUTS);
        private final Mutations mutations = new Mutations(seeds, words, mostBytes);
        private final AtomicReference<AssertionError> failure = new AtomicReference<>();
        private volatile long began = -1;
        private volatile long index;
        private volatile byte[] input;
        private long tried;
        private long accepted;
        private long mostAllocated;
        private long slowest;

        Run(Decoder decoder) {
            this.decoder = decoder;
        }

        @Override
        public void run() {
            try {
                seedsAreAccepted();
                long only = Long.getLong(ONLY, -1);
                for (long i = only < 0 ? 0 : only; i < (only < 0 ? inputs : only + 1); i++) {
                    attempt(i);
                }
            } catch (AssertionError e) {
                failure.set(e);
            } catch (Throwable e) {
                failure.set(new AssertionError(name + ": the test itself failed at input " + index, e));
            }
        }

        /** Which also loads classes, so that their bytes do not count. */
        private void seedsAreAccepted() {
            for (byte[] valid : seeds) {
                try {
                    decoder.decode(valid.clone());
                } catch (Throwable e) {
                    throw complaint(-1, valid, "is valid, but was refused", e);
                }
            }
            for (int i = 0; i < WARM_UP; i++) {
                try {
                    decoder.decode(new byte[i]);
                    decoder.decode(mutations.next(new SplittableRandom(-i)));
                } catch (Throwable e) {
                    // The first of the inputs that count will show it again, with its index.
                    continue;
                }
            }
        }

        private void attempt(long i) {
            SplittableRandom random = new SplittableRandom(seed * 0x9E3779B97F4A7C15L + i);
            byte[] damaged = mutations.next(random);
            byte[] given = random.nextBoolean() ? repair.apply(damaged) : damaged;
            index = i;
            input = given;
            long allocatedBefore = THREADS.getCurrentThreadAllocatedBytes();
            long before = THREADS.getCurrentThreadCpuTime();
            began = before;
            Throwable thrown = null;
            try {
                decoder.decode(given);
            } catch (Throwable e) {
                thrown = e;
            }
            long nanos = THREADS.getCurrentThreadCpuTime() - before;
            long allocated = THREADS.getCurrentThreadAllocatedBytes() - allocatedBefore;
            began = -1;
            tried++;
            accepted += thrown == null ? 1 : 0;
            mostAllocated = Math.max(mostAllocated, allocated);
            slowest = Math.max(slowest, nanos);
            check(i, given, thrown, allocated, nanos);
        }

        private void check(long i, byte[] given, Throwable thrown, long allocated, long nanos) {
            if (thrown != null && refusals.stream().noneMatch(type -> type.isInstance(thrown))) {
                throw complaint(i, given, "raised " + thrown, thrown);
            }
            if (thrown != null
                    && !(thrown.getMessage() != null && !thrown.getMessage().isBlank())) {
                throw complaint(i, given, "was refused without a reason", thrown);
            }
            if (nanos > MOST_NANOS) {
                throw complaint(i, given, "took " + nanos / 1_000_000 + " ms", thrown);
            }
            long most = freeBytes + (long) bytesPerByte * given.length;
            if (allocated > most) {
                throw complaint(i, given, "allocated " + allocated + " bytes, more than " + most, thrown);
            }
        }

        AssertionError complaint(long i, byte[] given, String what, Throwable cause) {
            return new AssertionError(
                    name + ": input " + i + " of seed " + seed + " (" + given.length + " bytes) " + what + "; base64 "
                            + Base64.getEncoder().encodeToString(Arrays.copyOf(given, Math.min(given.length, 3000)))
                            + (given.length > 3000 ? "..." : ""),
                    cause);
        }

        Result result() {
            return new Result(name, tried, accepted, mostAllocated, slowest);
        }
    }
}
