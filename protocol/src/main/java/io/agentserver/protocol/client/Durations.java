package io.agentserver.protocol.client;

import java.time.Duration;
import java.util.Objects;

/** What a duration may be. */
final class Durations {

    private Durations() {}

    static Duration requirePositive(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isZero() || value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: more than zero)");
        }
        return value;
    }

    static Duration requireNotNegative(String name, Duration value) {
        Objects.requireNonNull(value, name);
        if (value.isNegative()) {
            throw new IllegalArgumentException(name + ": " + value + " (expected: zero or more)");
        }
        return value;
    }
}
