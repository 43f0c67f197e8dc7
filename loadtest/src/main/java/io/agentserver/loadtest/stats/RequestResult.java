package io.agentserver.loadtest.stats;

import java.util.Map;
import org.HdrHistogram.Histogram;

/**
 * The figures of one request name over the measured window: of requests <em>planned</em> inside it, whenever they ended.
 *
 * <p>The histograms count microseconds and hold every request that was answered well and every one that timed out (with the
 * time it was waited for). Other failures are only in {@code errors}: a refusal after 0.1 ms must not make a server look
 * quick.
 *
 * @param name the name
 * @param ok answered, and all checks held
 * @param ko ended any other way
 * @param unsent planned but never sent, because the run ended first or the generator refused to queue more
 * @param sent sent inside the window, whenever planned
 * @param answered ended well inside the window, whenever planned
 * @param latency from the planned start
 * @param service from the real start
 * @param errors how often each kind of failure; kinds are short and from a closed set ({@code timeout}, {@code
 *     connection_lost}, {@code connect_failed}, {@code status_503}, {@code check}, {@code task_failed}, …)
 */
public record RequestResult(
        String name,
        long ok,
        long ko,
        long unsent,
        long sent,
        long answered,
        Histogram latency,
        Histogram service,
        Map<String, Long> errors) {

    /** Everything that was planned and sent. */
    public long count() {
        return ok + ko;
    }

    /** Everything that was planned. */
    public long planned() {
        return ok + ko + unsent;
    }
}
