package io.agentserver.loadtest.arrivals;

import java.time.Duration;
import java.util.List;

/** Makes arrivals. */
public final class OpenProfiles {

    private OpenProfiles() {}

    /** That many users at the start. */
    public static Arrivals atOnce(long users) {
        return new AtOnce(users);
    }

    /** That many users evenly over that time. */
    public static Arrivals spread(long users, Duration duration) {
        return new Spread(users, duration.toNanos());
    }

    /** That many users each second for that time. */
    public static ConstantRate constantRate(double perSecond, Duration duration) {
        return new ConstantRate(perSecond, duration.toNanos());
    }

    /** From one rate to the other over that time. */
    public static Arrivals rampRate(double fromPerSecond, double toPerSecond, Duration duration) {
        return new RampRate(fromPerSecond, toPerSecond, duration.toNanos());
    }

    /** Nobody for that time. */
    public static Arrivals nothing(Duration duration) {
        return new Nothing(duration.toNanos());
    }

    /** Those, each from the end of the one before. */
    public static Arrivals oneAfterTheOther(List<Arrivals> parts) {
        return new OneAfterTheOther(parts);
    }
}
