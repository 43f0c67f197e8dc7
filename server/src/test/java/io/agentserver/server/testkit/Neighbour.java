package io.agentserver.server.testkit;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A device that does nothing but send a heartbeat every few milliseconds on a thread of its own, and measures how long each
 * answer takes: whatever somebody else does to the server, this one should not feel it.
 */
public final class Neighbour implements AutoCloseable {

    private static final Duration PAUSE = Duration.ofMillis(5);
    private static final int MOST_BEATS = 200_000;

    private final WireClient client;
    private final Thread thread;
    private final long[] nanos = new long[MOST_BEATS];
    private final AtomicInteger beats = new AtomicInteger();
    private volatile boolean stopped;
    private volatile Throwable failure;

    private Neighbour(WireClient client) {
        this.client = client;
        this.thread = new Thread(this::beat, "neighbour");
        thread.setDaemon(true);
        thread.start();
    }

    public static Neighbour of(HubUnderTest server) {
        return new Neighbour(server.device("neighbour"));
    }

    /** How many heartbeats were answered so far. */
    public int beats() {
        return beats.get();
    }

    /** Stops, fails if a heartbeat stayed unanswered, and tells that share of the answers took no longer than this. */
    public Duration quantile(double share) {
        close();
        if (failure != null) {
            throw new AssertionError("the neighbour was not answered after " + beats.get() + " heartbeats", failure);
        }
        long[] sorted = Arrays.copyOf(nanos, beats.get());
        Arrays.sort(sorted);
        return Duration.ofNanos(sorted[(int) Math.min(sorted.length - 1L, Math.round(share * sorted.length))]);
    }

    @Override
    public void close() {
        stopped = true;
        try {
            thread.join(TimeUnit.SECONDS.toMillis(30));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }

    private void beat() {
        try {
            while (!stopped && beats.get() < MOST_BEATS) {
                long began = System.nanoTime();
                client.heartbeat();
                // Counted after it is written, so that a reader sees what it counts.
                nanos[beats.get()] = System.nanoTime() - began;
                beats.incrementAndGet();
                LockSupport.parkNanos(PAUSE.toNanos());
            }
        } catch (Throwable e) {
            failure = e;
        }
    }
}
