package io.agentserver.protocol.client;

import java.time.Duration;
import java.util.Optional;

/** When to try again after a failure. Implementations are pure: one may serve any number of clients at once. */
@FunctionalInterface
public interface ReconnectSchedule {

    /**
     * How long to wait after so many failures.
     *
     * @param failuresInARow 1 or more: failed attempts since the last successful registration, the loss of that
     *     connection included
     * @return the pause before the next attempt; empty to give up
     */
    Optional<Duration> pause(int failuresInARow);

    /**
     * The real device client's (contract 8.1): 2^n seconds after the n-th failure. With 5 attempts they start at 0, 2,
     * 6, 14 and 30 s, and 2 s after a server's close.
     *
     * @param attempts failures in a row after which it gives up; 1 to 30
     */
    static ReconnectSchedule exponential(int attempts) {
        if (attempts < 1 || attempts > 30) {
            throw new IllegalArgumentException("attempts: " + attempts + " (expected: 1 to 30)");
        }
        return failures -> failures < attempts ? Optional.of(Duration.ofSeconds(1L << failures)) : Optional.empty();
    }

    /**
     * The same pause each time. The real Galaxy's is 5 s and 5 retries (contract 8.2).
     *
     * @param retries attempts after a failure before it gives up; 0 or more
     */
    static ReconnectSchedule fixed(Duration pause, int retries) {
        Durations.requireNotNegative("pause", pause);
        if (retries < 0) {
            throw new IllegalArgumentException("retries: " + retries + " (expected: 0 or more)");
        }
        return failures -> failures <= retries ? Optional.of(pause) : Optional.empty();
    }

    /** The same pause each time and no end. */
    static ReconnectSchedule forever(Duration pause) {
        Durations.requireNotNegative("pause", pause);
        Optional<Duration> always = Optional.of(pause);
        return failures -> always;
    }

    /** No second attempt: the first failure is final. */
    static ReconnectSchedule never() {
        return failures -> Optional.empty();
    }
}
