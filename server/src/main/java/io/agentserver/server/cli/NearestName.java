package io.agentserver.server.cli;

import java.util.Collection;
import java.util.Comparator;

/** Finds the known name that someone who wrote an unknown one most likely meant. */
final class NearestName {

    /** Enough to tell names apart, and a bound on the work that a name from outside can cause. */
    private static final int LONGEST_NAME = 100;

    private NearestName() {}

    /**
     * The candidate nearest to a name. A name whose last part is nearly right is near even when the rest differs, so that
     * {@code port} leads to {@code server.port}.
     *
     * @param separator what divides the parts of a name
     */
    static String of(String name, Collection<String> candidates, char separator) {
        String start = name.substring(0, Math.min(name.length(), LONGEST_NAME));
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(start, candidate, separator))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static int distance(String name, String candidate, char separator) {
        String part = lastPart(name, separator);
        int byLastPart = edits(part, lastPart(candidate, separator));
        boolean rightKeyInWrongPlace = byLastPart <= part.length() / 4;
        int whole = edits(name, candidate);
        return rightKeyInWrongPlace ? Math.min(whole, byLastPart + 1) : whole;
    }

    private static String lastPart(String name, char separator) {
        return name.substring(name.lastIndexOf(separator) + 1);
    }

    /** Insertions, deletions and replacements that turn one text into the other; two swapped neighbours are one edit. */
    static int edits(String from, String to) {
        int[] beforePrevious = new int[to.length() + 1];
        int[] previous = new int[to.length() + 1];
        int[] current = new int[to.length() + 1];
        for (int j = 0; j <= to.length(); j++) {
            previous[j] = j;
        }
        for (int i = 1; i <= from.length(); i++) {
            current[0] = i;
            for (int j = 1; j <= to.length(); j++) {
                int replaced = previous[j - 1] + (from.charAt(i - 1) == to.charAt(j - 1) ? 0 : 1);
                current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
                if (swapped(from, i, to, j)) {
                    current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
                }
            }
            int[] reused = beforePrevious;
            beforePrevious = previous;
            previous = current;
            current = reused;
        }
        return previous[to.length()];
    }

    private static boolean swapped(String from, int i, String to, int j) {
        return i > 1 && j > 1 && from.charAt(i - 1) == to.charAt(j - 2) && from.charAt(i - 2) == to.charAt(j - 1);
    }
}
