package io.agentserver.server.testkit;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for what happens on other threads and that no frame tells. */
public final class Eventually {

    private static final Duration DEADLINE = Duration.ofSeconds(15);
    private static final Duration LOOK_AGAIN = Duration.ofMillis(5);

    private Eventually() {}

    /** Returns as soon as it is so, and fails when it does not become so. */
    public static void that(String what, BooleanSupplier isSo) {
        that(what, DEADLINE, isSo);
    }

    public static void that(String what, Duration deadline, BooleanSupplier isSo) {
        long end = System.nanoTime() + deadline.toNanos();
        while (!isSo.getAsBoolean()) {
            if (System.nanoTime() - end > 0) {
                throw new AssertionError("not within " + deadline + ": " + what);
            }
            LockSupport.parkNanos(LOOK_AGAIN.toNanos());
        }
    }
}
