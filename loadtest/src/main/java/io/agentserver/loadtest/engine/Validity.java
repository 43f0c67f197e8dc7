package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.stats.GeneratorHealth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * Whether the figures can be trusted, and if not, why. A server that is slow, busy or dead never makes a run invalid; a
 * generator that was late, starved or stopped does, because its lateness would be taken for the server's.
 */
final class Validity {

    /** How much of the planned rate may be missing. */
    private static final double RATE_TOLERANCE = 0.01;
    /** How late 1 % of the users may start. */
    private static final long LATE_MICROS = TimeUnit.MILLISECONDS.toMicros(10);
    /** How late 1 % of what is due on an event loop may run. */
    private static final long LAG_MICROS = TimeUnit.MILLISECONDS.toMicros(20);
    /** From there on nothing is left for anybody else, the server on the same machine included. */
    private static final double BUSY = 0.95;

    private Validity() {}

    /**
     * Judges a run.
     *
     * @param planned requests planned inside the window
     * @param unsent those of them that were never sent though the run went on
     */
    static List<String> reasons(
            List<ShardTotals> shards,
            GeneratorHealth health,
            Histogram lag,
            Histogram lateness,
            long planned,
            long unsent) {
        List<String> reasons = new ArrayList<>();
        Map<Long, Long> stalls = new TreeMap<>();
        shards.forEach(shard -> shard.stalls().forEach((end, length) -> stalls.merge(end, length, Math::max)));
        stalls(stalls, reasons);
        long arrivals = shards.stream().mapToLong(ShardTotals::arrivals).sum();
        long started = shards.stream().mapToLong(ShardTotals::startedInside).sum();
        // At a low rate one user more or less at the edge of the window is no fault.
        if (arrivals - started > Math.max(1, arrivals * RATE_TOLERANCE)) {
            reasons.add(text(
                    "the planned rate was not kept: %d of %d users planned in the window started in it (99 %% must)",
                    started, arrivals));
        }
        if (lateness.getTotalCount() > 0 && lateness.getValueAtPercentile(99) > LATE_MICROS) {
            reasons.add(text(
                    "the generator was late: 1 %% of the users started more than %.1f ms after their time (limit %d ms)",
                    lateness.getValueAtPercentile(99) / 1e3, LATE_MICROS / 1000));
        }
        if (lag.getTotalCount() > 0 && lag.getValueAtPercentile(99) > LAG_MICROS) {
            reasons.add(text(
                    "the generator's event loops were late: p99 %.1f ms (limit %d ms)",
                    lag.getValueAtPercentile(99) / 1e3, LAG_MICROS / 1000));
        }
        if (unsent > Math.max(1, planned * RATE_TOLERANCE)) {
            reasons.add(text("%d of %d planned requests were never sent: too many waited already", unsent, planned));
        }
        long noSocket = shards.stream()
                .flatMap(shard -> shard.requests().values().stream())
                .mapToLong(request -> request.errors().getOrDefault(Errors.NO_SOCKET, 0L))
                .sum();
        if (noSocket > Math.max(1, planned * RATE_TOLERANCE)) {
            reasons.add(text(
                    "%d of %d planned requests found no socket: the generator's machine had no files or ports left",
                    noSocket, planned));
        }
        if (health.cpu() > BUSY) {
            reasons.add(
                    text("the generator used %.0f %% of all cores (limit %.0f %%)", health.cpu() * 100, BUSY * 100));
        }
        return reasons;
    }

    /** The longest three, in the order of time. */
    private static void stalls(Map<Long, Long> stalls, List<String> reasons) {
        stalls.entrySet().stream()
                .sorted(Map.Entry.<Long, Long>comparingByValue().reversed())
                .limit(3)
                .sorted(Map.Entry.comparingByKey())
                .forEach(stall -> reasons.add(text(
                        "the generator stood still for %.0f ms at %.1f s (limit %d ms)",
                        stall.getValue() / 1e6,
                        (stall.getKey() - stall.getValue()) / 1e9,
                        TimeUnit.NANOSECONDS.toMillis(LagProbe.STALL_NANOS))));
    }

    private static String text(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
