package io.agentserver.loadtest.engine;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Does with made-up answers what a run does once a second, a thousand times or for a second. Otherwise the JVM goes on compiling
 * that code for minutes, because it runs so rarely, some of it not before the first second that counts; and the compiler
 * takes the cores from the load for some ten milliseconds in each second, just often enough to be the 99th percentile.
 */
final class Rehearsal {

    private static final int SECONDS = 1_000;
    private static final int ANSWERS = 100;
    private static final int MOST_MICROS_BITS = 24; // 33 s
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final long PATIENCE_NANOS = NANOS_PER_SECOND;

    private final SplittableRandom random = new SplittableRandom(1);
    // As in a run the first ones do not count.
    private final Window window = new Window(0, SECONDS / 2 * NANOS_PER_SECOND, SECONDS * NANOS_PER_SECOND);
    private final List<List<RequestStats>> shards = new ArrayList<>();
    private final GeneratorWatch watch = new GeneratorWatch();
    private final Timeline timeline;
    private final RunListener listener;

    /**
     * @param names of the run's requests
     * @param shardCount how many shards the run has
     * @param listener hears of the made-up seconds
     */
    Rehearsal(List<String> names, int shardCount, RunListener listener) {
        this.timeline = new Timeline(names, Instant.now(), listener);
        this.listener = listener;
        for (int i = 0; i < shardCount; i++) {
            shards.add(
                    names.stream().map(name -> new RequestStats(name, window)).toList());
        }
    }

    /**
     * Takes the calling thread, which ought to be the one that follows the run.
     *
     * @param nanoTime when to lose patience
     */
    void run(LongSupplier nanoTime) {
        long began = nanoTime.getAsLong();
        for (int second = 0; second < SECONDS && nanoTime.getAsLong() - began < PATIENCE_NANOS; second++) {
            List<ShardSecond> parts = new ArrayList<>();
            for (List<RequestStats> shard : shards) {
                parts.add(second(second, shard));
            }
            watch.second(second, 0);
            listener.second(timeline.add(second, parts));
        }
    }

    private ShardSecond second(int index, List<RequestStats> shard) {
        Map<String, ShardSecond.Request> requests = new LinkedHashMap<>();
        // Quick seconds and slow ones: their histograms differ in size.
        int most = 2 << random.nextInt(MOST_MICROS_BITS);
        for (RequestStats stats : shard) {
            for (int i = 0; i < ANSWERS; i++) {
                long planned = index * NANOS_PER_SECOND + i;
                long nanos = TimeUnit.MICROSECONDS.toNanos(random.nextInt(most));
                stats.planned(planned);
                stats.sent(planned);
                stats.ok(planned, planned, planned + nanos);
            }
            requests.put(stats.name(), stats.endSecond(index));
        }
        return new ShardSecond(index, 1, 0, requests);
    }
}
