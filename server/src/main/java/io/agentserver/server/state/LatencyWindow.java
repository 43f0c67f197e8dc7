package io.agentserver.server.state;

import io.agentserver.server.LatencyStatistics;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;
import org.jspecify.annotations.Nullable;

/** The latest latencies of one endpoint. Recording is cheap and allocates nothing; any thread may record and read. */
public final class LatencyWindow {

    private final AtomicLongArray nanos;
    private final AtomicLong recorded = new AtomicLong();

    /** The latest summary, and how many latencies had been recorded by then. */
    private volatile @Nullable Summary latest;

    private record Summary(long recorded, LatencyStatistics statistics) {}

    /** @param samples how many are kept */
    public LatencyWindow(int samples) {
        this.nanos = new AtomicLongArray(samples);
    }

    public void record(long latencyNanos) {
        int slot = (int) (recorded.getAndIncrement() % nanos.length());
        // A reader may see the slot's older sample for a moment, which is a latency as good as the new one; 0 is none.
        nanos.lazySet(slot, Math.max(1, latencyNanos));
    }

    /** What the kept samples amount to; null when there is none (M-71). */
    public @Nullable LatencyStatistics statistics() {
        long total = recorded.get();
        Summary known = latest;
        if (known != null && known.recorded == total) {
            return known.statistics;
        }
        int count = (int) Math.min(total, nanos.length());
        if (count == 0) {
            return null;
        }
        double[] millis = new double[count];
        int written = 0;
        for (int i = 0; i < count; i++) {
            long sample = nanos.get(i);
            if (sample > 0) {
                millis[written++] = sample / 1_000_000.0;
            }
        }
        if (written < count) {
            // The next reading has the rest, which is being written; this one is not kept.
            return written == 0 ? null : Quantiles.summarise(Arrays.copyOf(millis, written));
        }
        Summary fresh = new Summary(total, Quantiles.summarise(millis));
        latest = fresh;
        return fresh.statistics;
    }
}
