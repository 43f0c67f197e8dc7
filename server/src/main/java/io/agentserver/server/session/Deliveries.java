package io.agentserver.server.session;

import io.agentserver.protocol.Result;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What devices have delivered for sessions that still run: of each session no more than a message may hold, and of sessions
 * that an engine drives, which has the answers anyway, no more in all than results may take. Called with the lock of the
 * session's device held.
 */
final class Deliveries {

    private final long mostOfOne;
    private final long mostOfAll;
    private final AtomicLong bytes = new AtomicLong();

    /**
     * @param mostOfOne bytes that one session may have been delivered
     * @param mostOfAll bytes from which on answers to engines are not kept
     */
    Deliveries(long mostOfOne, long mostOfAll) {
        this.mostOfOne = mostOfOne;
        this.mostOfAll = mostOfAll;
    }

    /** Keeps results of a task that the device drives itself; false when it delivers too much. */
    boolean keepOwn(Session session, List<Result> results) {
        return keep(session, results, Long.MAX_VALUE);
    }

    /**
     * Keeps answers to an engine, for the case that the session ends without a result. From the first that do not fit on
     * none are kept: what is kept has no gaps.
     */
    void keepAnswers(Session session, List<Result> answers) {
        keep(session, answers, mostOfAll);
    }

    /** The session has ended; rounds that its device still works on need not hold what was delivered. */
    void forget(Session session) {
        bytes.addAndGet(-session.forgetDelivered());
    }

    private boolean keep(Session session, List<Result> results, long limitOfAll) {
        DeviceResults kept = session.deviceResults();
        long more = DeviceResults.bytes(results);
        if (kept.isClosed() || kept.bytes() + more > mostOfOne) {
            kept.close();
            return false;
        }
        if (bytes.addAndGet(more) > limitOfAll) {
            bytes.addAndGet(-more);
            kept.close();
            return false;
        }
        kept.add(results, more);
        return true;
    }
}
