package io.agentserver.server.cli.log;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** Counts the lines an output had to drop, by level, and says what has not been said yet. Any thread. */
final class Losses {

    /**
     * What to say about lines that were dropped.
     *
     * @param worst the worst level among them
     * @param text how many of which level
     */
    record Account(PythonLevel worst, String text) {}

    private static final PythonLevel[] LEVELS = PythonLevel.values();

    private final AtomicLongArray dropped = new AtomicLongArray(LEVELS.length);
    private final long[] told = new long[LEVELS.length];

    void count(PythonLevel level) {
        dropped.incrementAndGet(level.ordinal());
    }

    /** @param lines how many of each level */
    void countAll(int[] lines) {
        for (PythonLevel level : LEVELS) {
            dropped.addAndGet(level.ordinal(), lines[level.ordinal()]);
        }
    }

    /** Lines of a level dropped since the start. */
    long total(PythonLevel level) {
        return dropped.get(level.ordinal());
    }

    /** What was dropped since the last call; null when nothing was. */
    synchronized @Nullable Account untold() {
        List<String> parts = new ArrayList<>();
        long sum = 0;
        long sinceStart = 0;
        PythonLevel worst = PythonLevel.DEBUG;
        for (PythonLevel level : LEVELS) {
            long now = total(level);
            long fresh = now - told[level.ordinal()];
            told[level.ordinal()] = now;
            sinceStart += now;
            sum += fresh;
            if (fresh > 0) {
                parts.add(level + " " + fresh);
                worst = level;
            }
        }
        return sum == 0
                ? null
                : new Account(
                        worst,
                        sum + " log lines were dropped (" + String.join(", ", parts) + "; " + sinceStart
                                + " since the start)");
    }
}
