package io.agentserver.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** {@code --name value} pairs of a command line; a name may come several times. */
final class Arguments {

    private final Map<String, List<String>> values;

    private Arguments(Map<String, List<String>> values) {
        this.values = values;
    }

    /**
     * Reads the words from {@code from} on.
     *
     * @throws IllegalArgumentException when a name is not one of the known ones or has no value
     */
    static Arguments parse(String[] words, int from, Set<String> known) {
        Map<String, List<String>> values = new LinkedHashMap<>();
        for (int i = from; i < words.length; i += 2) {
            String name = words[i];
            if (!name.startsWith("--") || !known.contains(name.substring(2))) {
                throw new IllegalArgumentException(name + ": unknown (expected: one of " + known + " after --)");
            }
            if (i + 1 == words.length) {
                throw new IllegalArgumentException(name + ": has no value");
            }
            values.computeIfAbsent(name.substring(2), key -> new ArrayList<>()).add(words[i + 1]);
        }
        return new Arguments(values);
    }

    /** All values given for that name, in order. */
    List<String> all(String name) {
        return List.copyOf(values.getOrDefault(name, List.of()));
    }

    /** The last value given for that name, or the default. */
    String text(String name, String orElse) {
        List<String> given = all(name);
        return given.isEmpty() ? orElse : given.get(given.size() - 1);
    }

    /** The number given for that name, or the default. */
    int number(String name, int orElse) {
        String given = text(name, Integer.toString(orElse));
        try {
            return Integer.parseInt(given);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("--" + name + ": " + given + " (expected: a whole number)", e);
        }
    }
}
