package io.agentserver.benchmarks;

import java.util.concurrent.TimeUnit;

/** Waiting on purpose. */
final class Pauses {

    private static final long SETTLE_SECONDS = 2;

    private Pauses() {}

    /** Lets a server finish what the load has left it with. */
    static void settle() {
        try {
            TimeUnit.SECONDS.sleep(SETTLE_SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while waiting for a server to settle", e);
        }
    }
}
