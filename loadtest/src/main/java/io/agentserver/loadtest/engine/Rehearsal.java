package io.agentserver.loadtest.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/**
 * The {@link Bookkeeping} of a run, done with made-up answers a thousand times or for a second. Otherwise the JVM goes on compiling
 * it for minutes, because it runs so rarely, some of it not before the first second that counts; and the compiler takes the
 * cores from the load for some ten milliseconds in each second, just often enough to be the 99th percentile.
 */
final class Rehearsal {

    private static final int SECONDS = 1_000;
    private static final int ANSWERS = 100;
    private static final int LONGEST_MICROS_BITS = 20;
    /** Two are merged as more would be. */
    private static final int MOST_SHARDS = 2;

    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = NANOS_PER_SECOND;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Window window = new Window(0, 0, SECONDS * NANOS_PER_SECOND);
    private final List<List<RequestStats>> shards = new ArrayList<>();
    private final Bookkeeping books;

    /**
     * @param names of the run's requests
     * @param shardCount how many shards the run has
     * @param listener hears of the made-up seconds
     */
    Rehearsal(List<String> names, int shardCount, RunListener listener) {
        books = new Bookkeeping(new Timeline(names, Instant.now(), listener), new GeneratorWatch(), listener);
        for (int i = 0; i < Math.min(MOST_SHARDS, shardCount); i++) {
            shards.add(
                    names.stream().map(name -> new RequestStats(name, window)).toList());
        }
    }

    /**
     * Takes the calling thread.
     *
     * @param nanoTime the time, as {@link System#nanoTime()} counts
     * @param interrupted whether to end before the time
     */
    void run(LongSupplier nanoTime, BooleanSupplier interrupted) {
        long end = nanoTime.getAsLong() + PATIENCE_NANOS;
        for (int i = 0; i < SECONDS && nanoTime.getAsLong() - end < 0 && !interrupted.getAsBoolean(); i++) {
            int second = i;
            books.endSecond(
                    second, shards.stream().map(shard -> second(second, shard)).toList());
        }
    }

    /** Every other one counts. */
    private ShardSecond second(int index, List<RequestStats> shard) {
        long planned = index % 2 == 0 ? -NANOS_PER_SECOND : index * NANOS_PER_SECOND;
        // Quick seconds and slow ones: their histograms differ in size.
        int most = 2 << random.nextInt(LONGEST_MICROS_BITS);
        Map<String, ShardSecond.Request> requests = new LinkedHashMap<>();
        for (RequestStats stats : shard) {
            for (int i = 0; i < ANSWERS; i++) {
                stats.planned(planned);
                stats.sent(planned);
                stats.ok(planned, planned, planned + TimeUnit.MICROSECONDS.toNanos(random.nextInt(most)));
            }
            requests.put(stats.name(), stats.endSecond(index));
        }
        return new ShardSecond(index, 1, 0, requests);
    }
}
