package io.agentserver.loadtest.engine;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * What one shard came to, once it is at rest.
 *
 * @param requests by name
 * @param lag how late the shard's thread was inside the window, in microseconds
 * @param lateness how late users started inside the window because the thread was, in microseconds
 * @param arrivals users planned inside the window by an open workload
 * @param startedInside those of them that also started in it
 * @param stalls of more than a moment: when they ended, in nanoseconds since the ramp began, and how long they were
 * @param lastOkNanos when the last request succeeded, since the ramp began; -1 when none did
 * @param lastLostNanos when the last request failed for want of a server, since the ramp began; -1 when none did
 */
record ShardTotals(
        Map<String, Request> requests,
        Histogram lag,
        Histogram lateness,
        long arrivals,
        long startedInside,
        Map<Long, Long> stalls,
        long lastOkNanos,
        long lastLostNanos) {

    /** One request name. */
    record Request(
            long ok,
            long ko,
            long unsent,
            long sentInside,
            long answeredInside,
            Map<String, Long> errors,
            long[] plannedBySecond) {}
}
