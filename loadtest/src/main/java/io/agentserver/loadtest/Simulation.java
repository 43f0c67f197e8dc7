package io.agentserver.loadtest;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A run described in Java: a subclass calls {@link #setUp} in its constructor or initializer, and
 * {@code run fully.qualified.Name --classes PATH} runs it.
 *
 * <pre>{@code
 * public class Nightly extends Simulation {
 *     Scenario look = scenario("look").exec(http("health").get("/api/health")).pause(1);
 *
 *     public Nightly() {
 *         fleet(100);
 *         setUp(look.injectOpen(rampUsers(50).during(10)));
 *         assertions(details("health").responseTime().percentile(99).lt(50));
 *     }
 * }
 * }</pre>
 */
public abstract class Simulation {

    private static final ThreadLocal<Settings> ASKED_FOR = ThreadLocal.withInitial(() -> Settings.DEFAULTS);

    private final Settings settings = ASKED_FOR.get();
    private final List<Population> populations = new ArrayList<>();
    private final List<Assertion> assertions = new ArrayList<>();
    private int fleetDevices;
    private boolean fleetConstellations;
    private boolean keepConnections;
    private @Nullable Duration warmUp;
    private @Nullable Duration maxDuration;

    /** For subclasses. */
    protected Simulation() {}

    /** Makes one that sees those settings. */
    public static <T extends Simulation> T with(Settings settings, Supplier<T> maker) {
        ASKED_FOR.set(settings);
        try {
            return maker.get();
        } finally {
            ASKED_FOR.remove();
        }
    }

    /** What the command line asked for. */
    protected final Settings settings() {
        return settings;
    }

    /** Who does what, and when. */
    protected final void setUp(Population... all) {
        populations.addAll(Arrays.asList(all));
    }

    /** What must hold at the end. */
    protected final void assertions(Assertion... all) {
        assertions.addAll(Arrays.asList(all));
    }

    /** That many simulated devices are connected before the start, for heartbeats and dispatches. */
    protected final void fleet(int devices) {
        fleetDevices = devices;
    }

    /** That many simulated devices, and for each a constellation that works with it. */
    protected final void fleetWithConstellations(int devices) {
        fleetDevices = devices;
        fleetConstellations = true;
    }

    /** The connections of users that have ended stay open until the run ends. */
    protected final void keepConnections() {
        keepConnections = true;
    }

    /** Requests planned in that time do not count. Otherwise every request counts from the start. */
    protected final void warmUp(Duration duration) {
        warmUp = duration;
    }

    /** The run ends then, if its users have not ended before. */
    protected final void maxDuration(Duration duration) {
        maxDuration = duration;
    }

    /**
     * What a subclass came to.
     *
     * @param populations who does what, and when
     * @param assertions what must hold
     * @param fleetDevices how many devices to connect beforehand
     * @param fleetConstellations whether each has a constellation
     * @param keepConnections whether users' connections outlive them
     * @param warmUp the time that does not count, or null
     * @param maxDuration the most it may take, or null
     */
    public record Definition(
            List<Population> populations,
            List<Assertion> assertions,
            int fleetDevices,
            boolean fleetConstellations,
            boolean keepConnections,
            @Nullable Duration warmUp,
            @Nullable Duration maxDuration) {}

    /**
     * What this came to.
     *
     * @throws IllegalStateException when {@link #setUp} was never called
     */
    public final Definition definition() {
        if (populations.isEmpty()) {
            throw new IllegalStateException(getClass().getName() + ": no population (expected: a call of setUp)");
        }
        return new Definition(
                List.copyOf(populations),
                List.copyOf(assertions),
                fleetDevices,
                fleetConstellations,
                keepConnections,
                warmUp,
                maxDuration);
    }
}
