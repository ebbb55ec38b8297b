package io.leaven.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;

/**
 * Damages bytes as disks, networks and attackers do: flipped bits, random bytes, truncation, ranges that are cut out, doubled or
 * repeated thousandfold, two files spliced, numbers and lengths blown up, words put in. Pure: the same random numbers make the same
 * damage.
 */
final class Mutations {

    /** What breaks readers of text, whatever the format. */
    private static final List<String> WORDS = List.of(
            "null",
            "-1",
            "0",
            "NaN",
            "Infinity",
            "1e999999999",
            "-9223372036854775808",
            "2147483648",
            "99999999999999999999999999",
            "{}",
            "[]",
            "\"\"",
            "''",
            "[[[[[[[[",
            "{\"a\":",
            ":",
            ",",
            "\n",
            "\r",
            "\0",
            "\uFEFF",
            "\uD83E\uDD56",
            "+1000000000-12-31T23:59:59.999999999Z",
            "-1000000000-01-01T00:00:00Z",
            "../../x",
            "true");

    /** Lengths and counts as Avro (zigzag varint), Java and C write them: huge, negative, just past the end. */
    private static final byte[][] NUMBERS = {
        {(byte) 0xFE, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x0F},
        {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, 0x08},
        {
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            1
        },
        {
            (byte) 0xFE,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            (byte) 0xFF,
            1
        },
        {(byte) 0x80, (byte) 0x80, 0x08},
        {0x7F, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, 0x7F},
        {(byte) 0xFF, (byte) 0xFF, (byte) 0xFF, (byte) 0xFF},
        {0, 0, 0, 0},
        {1},
        {0x7F},
    };

    private static final int MOST_REPEATS = 3_000;

    private final List<byte[]> seeds;
    private final List<byte[]> words;
    private final int mostBytes;

    /**
     * @param seeds valid inputs, at least one
     * @param words of the format, besides those that break any
     * @param mostBytes of an input
     */
    Mutations(List<byte[]> seeds, List<String> words, int mostBytes) {
        this.seeds = List.copyOf(seeds);
        this.words = Stream.concat(WORDS.stream(), words.stream())
                .map(word -> word.getBytes(StandardCharsets.UTF_8))
                .toList();
        this.mostBytes = mostBytes;
    }

    /** An input: one of the seeds with one to four kinds of damage, now and then nothing but random bytes. */
    byte[] next(SplittableRandom random) {
        if (random.nextInt(50) == 0) {
            return randomBytes(random, random.nextInt(300));
        }
        byte[] input = pick(seeds, random).clone();
        for (int damages = 1 + random.nextInt(4); damages > 0; damages--) {
            input = damage(input, random);
        }
        return input.length > mostBytes ? Arrays.copyOf(input, mostBytes) : input;
    }

    private byte[] damage(byte[] input, SplittableRandom random) {
        if (input.length == 0) {
            return randomBytes(random, 1 + random.nextInt(20));
        }
        int at = random.nextInt(input.length);
        int length = 1 + random.nextInt(Math.min(input.length - at, 1 << random.nextInt(10)));
        return switch (random.nextInt(11)) {
            case 0 -> flip(input, at, random);
            case 1 -> set(input, at, randomBytes(random, 1));
            case 2 -> Arrays.copyOf(input, at);
            case 3 -> replace(input, at, length, new byte[0]);
            case 4 -> replace(input, at, 0, Arrays.copyOfRange(input, at, at + length));
            case 5 -> splice(input, at, pick(seeds, random), random);
            case 6 -> set(input, at, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 7 -> replace(input, at, 1, NUMBERS[random.nextInt(NUMBERS.length)]);
            case 8 -> replace(input, at, 0, pick(words, random));
            case 9 -> replaceWord(input, at, pick(words, random));
            default -> repeat(input, at, Math.min(length, 4), random);
        };
    }

    private static byte[] flip(byte[] input, int at, SplittableRandom random) {
        input[at] ^= (byte) (1 << random.nextInt(8));
        return input;
    }

    private static byte[] set(byte[] input, int at, byte[] bytes) {
        System.arraycopy(bytes, 0, input, at, Math.min(bytes.length, input.length - at));
        return input;
    }

    private static byte[] splice(byte[] head, int at, byte[] other, SplittableRandom random) {
        int from = random.nextInt(other.length + 1);
        return replace(head, at, head.length - at, Arrays.copyOfRange(other, from, other.length));
    }

    /** The word of letters and digits that an index lies in. */
    private static byte[] replaceWord(byte[] input, int at, byte[] word) {
        int start = at;
        int end = at;
        while (start > 0 && isWord(input[start - 1])) {
            start--;
        }
        while (end < input.length && isWord(input[end])) {
            end++;
        }
        return replace(input, start, end - start, word);
    }

    private static boolean isWord(byte letter) {
        return Character.isLetterOrDigit(letter) || letter == '.' || letter == '-' || letter == '_';
    }

    private byte[] repeat(byte[] input, int at, int length, SplittableRandom random) {
        int times = 1 << random.nextInt(12);
        byte[] many = new byte[Math.min(length * Math.min(times, MOST_REPEATS), mostBytes)];
        for (int i = 0; i < many.length; i++) {
            many[i] = input[at + i % length];
        }
        return replace(input, at, length, many);
    }

    private static byte[] replace(byte[] input, int at, int length, byte[] by) {
        byte[] result = new byte[input.length - length + by.length];
        System.arraycopy(input, 0, result, 0, at);
        System.arraycopy(by, 0, result, at, by.length);
        System.arraycopy(input, at + length, result, at + by.length, input.length - at - length);
        return result;
    }

    private static byte[] randomBytes(SplittableRandom random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] pick(List<byte[]> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }
}
