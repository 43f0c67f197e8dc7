package io.agentserver.loadtest.compare;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * How far a side's figures could have come out otherwise, from within its runs: each run is put together again many times
 * from blocks of its own seconds, as seconds near each other are alike, and the figures taken again. From a fixed seed, so
 * that the same reports always give the same answer.
 */
final class Bootstrap {

    static final int REPLICATES = 1000;

    private final SplittableRandom random;

    Bootstrap(long seed) {
        random = new SplittableRandom(seed);
    }

    /** What each run comes to, in each replicate. */
    List<List<Sample>> replicates(List<IntervalLog> runs) {
        return IntStream.range(0, REPLICATES)
                .mapToObj(replicate ->
                        runs.stream().map(run -> run.sample(chosen(run.rows()))).toList())
                .toList();
    }

    /** How many blocks there are to choose from in all runs of a side: what their spread is known from. */
    static int blocks(List<IntervalLog> runs) {
        return runs.stream()
                .mapToInt(run -> run.rows() / Math.max(1, block(run.rows())))
                .sum();
    }

    private static int block(int rows) {
        return (int) Math.ceil(Math.cbrt(rows));
    }

    /** As many rows as there are, in blocks that begin anywhere and go on at the front when they reach the end. */
    private int[] chosen(int rows) {
        int block = block(rows);
        int[] chosen = new int[rows];
        int from = 0;
        for (int i = 0; i < rows; i++) {
            if (i % block == 0) {
                from = random.nextInt(rows);
            }
            chosen[i] = (from + i % block) % rows;
        }
        return chosen;
    }
}
