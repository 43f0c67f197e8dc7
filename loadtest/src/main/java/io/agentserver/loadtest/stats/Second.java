package io.agentserver.loadtest.stats;

import java.util.Map;

/**
 * One second of a run, counted by when things really happened, warm-up included.
 *
 * @param index seconds since the ramp began
 * @param activeUsers virtual users at work at its end
 * @param requests by request name
 */
public record Second(int index, int activeUsers, Map<String, Request> requests) {

    /**
     * One request name in this second. Times are milliseconds from the planned start of those that ended in it, 0 when none
     * did.
     *
     * @param planned planned to start in this second
     * @param sent sent in it
     * @param ok answered well in it
     * @param ko failed in it
     */
    public record Request(
            long planned, long sent, long ok, long ko, double p50, double p75, double p95, double p99, double max) {}
}
