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

    // Of requests planned inside the window.
    private long ok;
    private long ko;
    private long unsent;
    private final Map<String, long[]> errors = new TreeMap<>();

    // Of what happened inside the window.
    private long sentInside;
    private long answeredInside;

    // Of the second under way.
    private long sent;
    private long answered;
    private long failed;
    private Histogram all = histogram();
    private Histogram counted = histogram();
    private Histogram service = histogram();

    private long[] plannedBySecond = new long[64];
    private int seconds;

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

    void sent(long at) {
        sent++;
        if (window.contains(at)) {
            sentInside++;
        }
    }

    void ok(long planned, long sentAt, long endedAt) {
        answered++;
        if (window.contains(endedAt)) {
            answeredInside++;
        }
        times(planned, sentAt, endedAt);
        if (window.contains(planned)) {
            ok++;
        }
    }

    /** A failure that took no meaningful time. */
    void ko(long planned, String kind) {
        failed++;
        if (window.contains(planned)) {
            ko++;
            errors.computeIfAbsent(kind, absent -> new long[1])[0]++;
        }
    }

    /** A failure by waiting too long: the time it was waited for counts. */
    void timedOut(long planned, long sentAt, long endedAt, String kind) {
        times(planned, sentAt, endedAt);
        ko(planned, kind);
    }

    /** The same, before it was sent: of the service nothing is known. */
    void timedOutUnsent(long planned, long endedAt, String kind) {
        latency(planned, endedAt);
        ko(planned, kind);
    }

    void unsent(long planned) {
        if (window.contains(planned)) {
            unsent++;
        }
    }

    private void times(long planned, long sentAt, long endedAt) {
        latency(planned, endedAt);
        if (window.contains(planned)) {
            service.recordValue(micros(endedAt - sentAt));
        }
    }

    private void latency(long planned, long endedAt) {
        long latency = micros(endedAt - planned);
        all.recordValue(latency);
        if (window.contains(planned)) {
            counted.recordValue(latency);
        }
    }

    private static long micros(long nanos) {
        return Math.max(0, nanos + NANOS_PER_MICRO / 2) / NANOS_PER_MICRO;
    }

    /** Hands over the second that ends, and begins another. */
    ShardSecond.Request endSecond(int index) {
        long planned = index < plannedBySecond.length ? plannedBySecond[index] : 0;
        ShardSecond.Request second = new ShardSecond.Request(planned, sent, answered, failed, all, counted, service);
        sent = 0;
        answered = 0;
        failed = 0;
        all = histogram();
        counted = histogram();
        service = histogram();
        return second;
    }

    /** What it came to, once nothing more will happen. */
    ShardTotals.Request totals() {
        Map<String, Long> kinds = new TreeMap<>();
        errors.forEach((kind, count) -> kinds.put(kind, count[0]));
        return new ShardTotals.Request(
                ok, ko, unsent, sentInside, answeredInside, kinds, Arrays.copyOf(plannedBySecond, seconds));
    }
}
