package io.agentserver.server.cli.log;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Counts by name, as Python's {@code Counter} does. Exact up to a number of different names; past that the rarest are forgotten, so
 * that a log of any size is counted in bounded memory.
 */
final class TopCounts {

    /**
     * A name and how often it was counted.
     */
    record Count(String name, long count) {}

    static final int MOST_NAMES = 100_000;

    /** Of all names together. */
    static final int MOST_CHARACTERS = 16 * 1_024 * 1_024;

    private final Map<String, long[]> counts = new LinkedHashMap<>();
    private long characters;
    private boolean exact = true;

    void add(String name) {
        long[] count = counts.get(name);
        if (count != null) {
            count[0]++;
            return;
        }
        while (!counts.isEmpty() && (counts.size() >= MOST_NAMES || characters + name.length() > MOST_CHARACTERS)) {
            forgetTheRarest();
        }
        counts.put(name, new long[] {1});
        characters += name.length();
    }

    /** The most frequent, the most frequent first, equals in the order in which they came. */
    List<Count> top(int most) {
        return counts.entrySet().stream()
                .map(entry -> new Count(entry.getKey(), entry.getValue()[0]))
                .sorted(Comparator.comparingLong(Count::count).reversed())
                .limit(most)
                .toList();
    }

    long get(String name) {
        long[] count = counts.get(name);
        return count == null ? 0 : count[0];
    }

    /** Whether nothing had to be forgotten. */
    boolean isExact() {
        return exact;
    }

    private void forgetTheRarest() {
        exact = false;
        long[] sorted =
                counts.values().stream().mapToLong(count -> count[0]).sorted().toArray();
        long median = sorted[(sorted.length - 1) / 2];
        counts.values().removeIf(count -> count[0] <= median);
        characters = counts.keySet().stream().mapToLong(String::length).sum();
    }
}
