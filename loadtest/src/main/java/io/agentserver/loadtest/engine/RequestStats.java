package io.agentserver.loadtest.engine;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/** What became of the requests of one name on one shard. Written by the shard's thread alone. */
final class RequestStats {

    private static final long NANOS_PER_MICRO = 1_000;
    private static final long NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final String name;
    private final Window window;

    /** By {@link Window#side}: what does not count and what does. */
    private final Side[] sides = {new Side(), new Side()};

    // Of the second under way.
    private long sent;
    private long answered;
    private long failed;

    private long[] plannedBySecond = new long[64];
    private int seconds;

    /** The same figures for what is inside the window and for what is not. */
    private static final class Side {

        // Of requests planned there.
        long ok;
        long ko;
        long unsent;
        final Map<String, long[]> errors = new TreeMap<>();

        // Of what happened there.
        long sent;
        long answered;

        // Of requests planned there that ended in the second under way.
        Histogram latency = histogram();
        Histogram service = histogram();
    }

    RequestStats(String name, Window window) {
        this.name = name;
        this.window = window;
    }

    static Histogram histogram() {
        return new Histogram(3);
    }

    String name() {
        return name;
    }

    void planned(long planned) {
        int second = (int) Math.max(0, (planned - window.start()) / NANOS_PER_SECOND);
        if (second >= plannedBySecond.length) {
            plannedBySecond = Arrays.copyOf(plannedBySecond, Math.max(second + 1, plannedBySecond.length * 2));
        }
        plannedBySecond[second]++;
        seconds = Math.max(seconds, second + 1);
    }

    private Side side(long nanos) {
        return sides[window.side(nanos)];
    }

    void sent(long at) {
        sent++;
        side(at).sent++;
    }

    void ok(long planned, long sentAt, long endedAt) {
        answered++;
        side(endedAt).answered++;
        Side side = side(planned);
        side.ok++;
        times(side, planned, sentAt, endedAt);
    }

    /** A failure that took no meaningful time. */
    void ko(long planned, String kind) {
        failed++;
        Side side = side(planned);
        side.ko++;
        side.errors.computeIfAbsent(kind, absent -> new long[1])[0]++;
    }

    /** A failure by waiting too long: the time it was waited for counts. */
    void timedOut(long planned, long sentAt, long endedAt, String kind) {
        times(side(planned), planned, sentAt, endedAt);
        ko(planned, kind);
    }

    /** The same, before it was sent: of the service nothing is known. */
    void timedOutUnsent(long planned, long endedAt, String kind) {
        side(planned).latency.recordValue(micros(endedAt - planned));
        ko(planned, kind);
    }

    void unsent(long planned) {
        side(planned).unsent++;
    }

    private static void times(Side side, long planned, long sentAt, long endedAt) {
        side.latency.recordValue(micros(endedAt - planned));
        side.service.recordValue(micros(endedAt - sentAt));
    }

    private static long micros(long nanos) {
        return Math.max(0, nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    }

    /** Hands over the second that ends, and begins another. */
    ShardSecond.Request endSecond(int index) {
        long planned = index < plannedBySecond.length ? plannedBySecond[index] : 0;
        Side outside = sides[Window.OUTSIDE];
        Side inside = sides[Window.INSIDE];
        ShardSecond.Request second = new ShardSecond.Request(
                planned, sent, answered, failed, outside.latency, inside.latency, inside.service);
        sent = 0;
        answered = 0;
        failed = 0;
        for (Side side : sides) {
            side.latency = histogram();
            side.service = histogram();
        }
        return second;
    }

    /** What it came to, once nothing more will happen. */
    ShardTotals.Request totals() {
        Side inside = sides[Window.INSIDE];
        Map<String, Long> kinds = new TreeMap<>();
        inside.errors.forEach((kind, count) -> kinds.put(kind, count[0]));
        return new ShardTotals.Request(
                inside.ok,
                inside.ko,
                inside.unsent,
                inside.sent,
                inside.answered,
                kinds,
                Arrays.copyOf(plannedBySecond, seconds));
    }
}
