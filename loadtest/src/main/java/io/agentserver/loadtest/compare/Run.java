package io.agentserver.loadtest.compare;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * One report folder, read back.
 *
 * @param folder where it is
 * @param scenario what was run
 * @param seconds how long it was measured
 * @param invalidReasons why its figures cannot be trusted; empty when they can
 * @param settings how it was run
 * @param requests by name
 */
public record Run(
        Path folder,
        String scenario,
        double seconds,
        List<String> invalidReasons,
        Map<String, String> settings,
        Map<String, Request> requests) {

    /**
     * One request name of it.
     *
     * @param sent how many were sent
     * @param failed how many of those failed
     * @param answeredPerSecond good answers a second inside the measured window
     * @param latency what was logged each second
     */
    public record Request(long sent, long failed, double answeredPerSecond, IntervalLog latency) {}

    /** Whether its figures can be trusted. */
    public boolean valid() {
        return invalidReasons.isEmpty();
    }
}
