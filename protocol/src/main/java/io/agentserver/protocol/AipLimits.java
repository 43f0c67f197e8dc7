package io.agentserver.protocol;

/**
 * What {@link AipCodec} accepts at most, so that a hostile message costs no more than its bytes.
 *
 * @param maxDepth objects and arrays open at one time, the message itself being the first
 * @param maxNumberLength characters of one number
 * @param maxStringBytes bytes of one string as written, without its quotes
 * @param maxItems elements of {@code action_results} or {@code actions}
 */
public record AipLimits(int maxDepth, int maxNumberLength, int maxStringBytes, int maxItems) {

    private static final AipLimits DEFAULTS = new AipLimits(500, 1000, 100 * 1024 * 1024, 10_000);

    /** For JSON that the program itself wrote or has already checked. */
    static final AipLimits NONE =
            new AipLimits(Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE, Integer.MAX_VALUE);

    public AipLimits {
        requirePositive("maxDepth", maxDepth);
        requirePositive("maxNumberLength", maxNumberLength);
        requirePositive("maxStringBytes", maxStringBytes);
        requirePositive("maxItems", maxItems);
    }

    /** Depth 500, numbers of 1,000 characters, strings of 100 MiB, 10,000 items. */
    public static AipLimits defaults() {
        return DEFAULTS;
    }

    /** The same with another {@link #maxDepth()}. */
    public AipLimits withMaxDepth(int depth) {
        return new AipLimits(depth, maxNumberLength, maxStringBytes, maxItems);
    }

    /** The same with another {@link #maxNumberLength()}. */
    public AipLimits withMaxNumberLength(int characters) {
        return new AipLimits(maxDepth, characters, maxStringBytes, maxItems);
    }

    /** The same with another {@link #maxStringBytes()}. */
    public AipLimits withMaxStringBytes(int bytes) {
        return new AipLimits(maxDepth, maxNumberLength, bytes, maxItems);
    }

    /** The same with another {@link #maxItems()}. */
    public AipLimits withMaxItems(int items) {
        return new AipLimits(maxDepth, maxNumberLength, maxStringBytes, items);
    }

    private static void requirePositive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: 1 or more)");
        }
    }
}
