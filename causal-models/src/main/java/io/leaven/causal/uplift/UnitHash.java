package io.leaven.causal.uplift;

/** 64-bit hash of an identifier: FNV-1a over its UTF-16 units, finished by SplitMix64's mixer so that every bit is even. */
final class UnitHash {

    private static final long OFFSET = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private UnitHash() {}

    static long of(String identifier) {
        long hash = OFFSET;
        for (int i = 0; i < identifier.length(); i++) {
            hash = (hash ^ identifier.charAt(i)) * PRIME;
        }
        return mix(hash);
    }

    /** SplitMix64's finaliser (Steele, Lea and Flood 2014): a bijection. */
    static long mix(long z) {
        long mixed = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        mixed = (mixed ^ (mixed >>> 27)) * 0x94d049bb133111ebL;
        return mixed ^ (mixed >>> 31);
    }
}
