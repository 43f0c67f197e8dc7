package io.agentserver.loadtest;

import io.agentserver.loadtest.arrivals.Arrivals;
import io.agentserver.loadtest.arrivals.Concurrency;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What the command line asked for; a simulation may follow it or not.
 *
 * @param devices how many devices the fleet has
 * @param rate users that start each second, or null
 * @param users users at work at once, or null
 * @param ramp how long the load grows first
 * @param warmUp how long it then runs before requests count
 * @param duration how long requests count
 */
public record Settings(
        int devices,
        @Nullable Double rate,
        @Nullable Integer users,
        Duration ramp,
        Duration warmUp,
        Duration duration) {

    /** What holds when nothing is said. */
    public static final Settings DEFAULTS =
            new Settings(100, null, null, Duration.ZERO, Duration.ofSeconds(5), Duration.ofSeconds(30));

    /**
     * The scenario under the load asked for: {@code rate} open, or {@code users} closed; growing for {@code ramp}, then
     * steady.
     *
     * @throws IllegalStateException when neither rate nor users were asked for
     */
    public Population load(Scenario scenario) {
        Duration steady = warmUp.plus(duration);
        if (rate != null) {
            List<Arrivals> parts = new ArrayList<>();
            if (!ramp.isZero()) {
                parts.add(Dsl.rampUsersPerSec(0).to(rate).during(ramp));
            }
            parts.add(Dsl.constantUsersPerSec(rate).during(steady));
            return scenario.injectOpen(parts.toArray(Arrivals[]::new));
        }
        if (users == null) {
            throw new IllegalStateException("--rate, --users: neither is given (expected: one of them)");
        }
        List<Concurrency> parts = new ArrayList<>();
        if (!ramp.isZero()) {
            parts.add(Dsl.rampConcurrentUsers(0).to(users).during(ramp));
        }
        parts.add(Dsl.constantConcurrentUsers(users).during(steady));
        return scenario.injectClosed(parts.toArray(Concurrency[]::new));
    }
}
