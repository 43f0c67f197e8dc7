package io.agentserver.protocol;

import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Finds a name in a small closed set straight from its bytes: one hash, one comparison, no allocation. The hash knows the
 * length and four letters without their case; a multiplier under which the set has no collision is looked for once.
 * Names consist of lower-case letters and underscores. Immutable.
 */
final class NameTable {

    private static final int MISSING = -1;

    private final byte[][] names;
    private final byte[] slots;
    private final int multiplier;

    private NameTable(byte[][] names, byte[] slots, int multiplier) {
        this.names = names;
        this.slots = slots;
        this.multiplier = multiplier;
    }

    /** A table that answers with a name's index in that list. */
    static NameTable of(List<String> names) {
        byte[][] bytes = names.stream()
                .map(name -> name.getBytes(StandardCharsets.US_ASCII))
                .toArray(byte[][]::new);
        for (int size = Integer.highestOneBit(names.size()) * 4; size <= 4096; size *= 2) {
            for (int multiplier = 1; multiplier < 1000; multiplier += 2) {
                byte[] slots = new byte[size];
                if (fill(slots, bytes, multiplier)) {
                    return new NameTable(bytes, slots, multiplier);
                }
            }
        }
        throw new IllegalArgumentException("names: " + names + " (expected: names that differ in length or in"
                + " their first, middle, third last or last letter)");
    }

    private static boolean fill(byte[] slots, byte[][] names, int multiplier) {
        for (int i = 0; i < names.length; i++) {
            int slot = hash(names[i], 0, names[i].length, multiplier) & slots.length - 1;
            if (slots[slot] != 0) {
                return false;
            }
            slots[slot] = (byte) (i + 1);
        }
        return true;
    }

    private static int hash(byte[] array, int start, int length, int multiplier) {
        // Five bits of an ASCII letter are the same in both cases.
        int hash = array[start] & 0x1F;
        hash = hash * 31 + (array[start + length / 2] & 0x1F);
        hash = hash * 31 + (array[start + Math.max(0, length - 3)] & 0x1F);
        hash = hash * 31 + (array[start + length - 1] & 0x1F);
        hash = (hash * 31 + length) * multiplier;
        return hash ^ hash >>> 7;
    }

    /** The index of the name in those bytes, or -1. */
    int find(byte[] array, int start, int end) {
        int index = candidate(array, start, end);
        if (index == MISSING) {
            return MISSING;
        }
        byte[] name = names[index];
        for (int i = 0; i < name.length; i++) {
            if (array[start + i] != name[i]) {
                return MISSING;
            }
        }
        return index;
    }

    /** The index of the name in those bytes, whatever the case of its letters, or -1. */
    int findIgnoringCase(byte[] array, int start, int end) {
        int index = candidate(array, start, end);
        if (index == MISSING) {
            return MISSING;
        }
        byte[] name = names[index];
        for (int i = 0; i < name.length; i++) {
            byte found = array[start + i];
            byte lower = found >= 'A' && found <= 'Z' ? (byte) (found | 0x20) : found;
            if (lower != name[i]) {
                return MISSING;
            }
        }
        return index;
    }

    /** The only name that can match: it has the right hash and length. */
    private int candidate(byte[] array, int start, int end) {
        int length = end - start;
        if (length == 0) {
            return MISSING;
        }
        int index = slots[hash(array, start, length, multiplier) & slots.length - 1] - 1;
        return index >= 0 && names[index].length == length ? index : MISSING;
    }
}
