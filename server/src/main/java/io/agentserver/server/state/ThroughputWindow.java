package io.agentserver.server.state;

import io.agentserver.server.ThroughputStatistics;
import java.time.Duration;
import java.util.Arrays;
import java.util.function.LongSupplier;

/**
 * Counts completions within a sliding window, exactly, by their times; a completion older than the window is dropped when
 * recording and when reading (M-76, M-78). Bounded: of more than a million in one window the oldest go early. Any thread.
 */
public final class ThroughputWindow {

    private static final int FIRST_CAPACITY = 64;
    private static final int MOST = 1 << 20;

    private final Duration window;
    private final LongSupplier nanoTime;
    private long[] times = new long[FIRST_CAPACITY];
    private int oldest;
    private int size;
    private long total;

    public ThroughputWindow(Duration window, LongSupplier nanoTime) {
        this.window = window;
        this.nanoTime = nanoTime;
    }

    /** A task completed. */
    public synchronized void record() {
        long now = nanoTime.getAsLong();
        prune(now);
        if (size == times.length) {
            makeRoom();
        }
        times[(oldest + size) % times.length] = now;
        size++;
        total++;
    }

    public synchronized ThroughputStatistics statistics() {
        prune(nanoTime.getAsLong());
        return new ThroughputStatistics((int) window.toSeconds(), size, total);
    }

    private void prune(long now) {
        while (size > 0 && now - times[oldest] > window.toNanos()) {
            dropOldest();
        }
    }

    private void dropOldest() {
        oldest = (oldest + 1) % times.length;
        size--;
    }

    private void makeRoom() {
        if (times.length >= MOST) {
            dropOldest();
            return;
        }
        long[] larger = Arrays.copyOfRange(times, oldest, oldest + 2 * times.length);
        System.arraycopy(times, 0, larger, times.length - oldest, oldest);
        times = larger;
        oldest = 0;
    }
}
