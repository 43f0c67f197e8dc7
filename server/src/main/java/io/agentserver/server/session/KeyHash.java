package io.agentserver.server.session;

import java.util.Random;

/**
 * Hashes texts that clients choose. The function is drawn at random from a family in which any two texts have the same hash
 * with a chance of about their length in 2^60: polynomials modulo 2^61 - 1. So nobody can prepare names that meet.
 */
final class KeyHash {

    private static final long PRIME = (1L << 61) - 1;

    private final long base;

    KeyHash(Random random) {
        this.base = 0x1_0000 + (random.nextLong() & (PRIME >>> 1));
    }

    long of(String text) {
        long hash = text.length();
        for (int i = 0; i < text.length(); i++) {
            hash = reduced(product(hash, base) + text.charAt(i));
        }
        return hash;
    }

    /** Of two factors below 2^61: congruent to the product, and below 2^62. */
    private static long product(long one, long other) {
        long high = Math.multiplyHigh(one, other);
        long low = one * other;
        return (low & PRIME) + (high << 3 | low >>> 61);
    }

    private static long reduced(long value) {
        long folded = (value & PRIME) + (value >>> 61);
        return folded >= PRIME ? folded - PRIME : folded;
    }
}
