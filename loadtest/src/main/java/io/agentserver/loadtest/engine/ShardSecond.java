package io.agentserver.loadtest.engine;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * One second of one shard, handed over by its thread.
 *
 * @param index seconds since the ramp began
 * @param activeUsers at its end
 * @param lagMaxMicros how late the shard's thread was at most
 * @param requests by name
 */
record ShardSecond(int index, int activeUsers, long lagMaxMicros, Map<String, Request> requests) {

    /**
     * One request name in it; whoever gets it owns the histograms.
     *
     * @param planned how many known so far were planned in it
     * @param uncounted times of those that ended in it and do not count, from their planned start
     * @param counted the same of those that count
     * @param service times of those that count, from their real start
     */
    record Request(
            long planned, long sent, long ok, long ko, Histogram uncounted, Histogram counted, Histogram service) {}
}
