package io.agentserver.loadtest.compare;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

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

    /** The logarithm of each figure, averaged over the side's runs, in each replicate. */
    Map<Figure, double[]> logs(List<IntervalLog> runs) {
        Map<Figure, double[]> logs = new EnumMap<>(Figure.class);
        for (Figure figure : Figure.values()) {
            logs.put(figure, new double[REPLICATES]);
        }
        for (int replicate = 0; replicate < REPLICATES; replicate++) {
            for (IntervalLog run : runs) {
                Sample sample = run.sample(chosen(run.rows()));
                for (Figure figure : Figure.values()) {
                    logs.get(figure)[replicate] += Math.log(figure.of(sample)) / runs.size();
                }
            }
        }
        return logs;
    }

    /** As many rows as there are, in blocks that begin anywhere and go on at the front when they reach the end. */
    private int[] chosen(int rows) {
        int block = (int) Math.ceil(Math.cbrt(rows));
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
