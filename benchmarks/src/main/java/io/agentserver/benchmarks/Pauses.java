package io.agentserver.benchmarks;

import java.util.concurrent.TimeUnit;

/** Waiting on purpose. */
final class Pauses {

    private static final long SETTLE_SECONDS = 2;

    /** The hub collects after three quiet seconds. */
    private static final long COLLECTED_SECONDS = 6;

    private Pauses() {}

    /** Lets a server finish what the load has left it with. */
    static void settle() {
        sleep(SETTLE_SECONDS);
    }

    /** Lets the hub give back what the coming or going of a fleet has left behind. */
    static void untilCollected() {
        sleep(COLLECTED_SECONDS);
    }

    private static void sleep(long seconds) {
        try {
            TimeUnit.SECONDS.sleep(seconds);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a server to settle", e);
        }
    }
}
