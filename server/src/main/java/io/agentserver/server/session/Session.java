package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.hub.RegisteredClient;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;

/** One task on one device. Its mutable part is guarded by the lock of the device's {@link DeviceWork}. */
final class Session {

    /** What a session is about; never changes. */
    record Order(String sessionId, String taskName, String request) {}

    private final Order order;
    private final @Nullable RegisteredClient requester;
    private final DeviceWork work;
    private final Instant createdAt;
    private final Disposable.Swap engine = Disposables.swap();
    private final Disposable.Swap deadline = Disposables.swap();

    private SessionState state = SessionState.CREATED;
    private @Nullable SessionCounts counts;
    private @Nullable Instant startedAt;
    private @Nullable Instant endedAt;
    private int rounds;
    private boolean timedOut;
    private @Nullable String error;
    private @Nullable CancelReason cancelReason;
    /** Set while a dispatched TASK may be answered by the device itself. */
    private @Nullable String taskResponseId;

    private @Nullable DeviceResults deviceResults;

    Session(Order order, @Nullable RegisteredClient requester, DeviceWork work, Instant createdAt) {
        this.order = order;
        this.requester = requester;
        this.work = work;
        this.createdAt = createdAt;
    }

    String id() {
        return order.sessionId;
    }

    Order order() {
        return order;
    }

    /** Who asked and owns the session; null when it was asked for over HTTP. */
    @Nullable
    RegisteredClient requester() {
        return requester;
    }

    DeviceWork work() {
        return work;
    }

    RegisteredClient device() {
        return work.device();
    }

    /** The running engine, once there is one; disposing it cancels the engine. */
    Disposable.Swap engine() {
        return engine;
    }

    /** The timer of the whole session. */
    Disposable.Swap deadline() {
        return deadline;
    }

    SessionState state() {
        return state;
    }

    /** From now on its state is counted. */
    void countIn(SessionCounts all) {
        counts = all;
        all.entered(state);
    }

    /** Whether it ran at all: a dispatch that its device has not taken up did not. */
    boolean begun() {
        return startedAt != null;
    }

    /** Moves to the next state; false, and nothing happens, when the event means nothing now. */
    boolean apply(SessionLifecycle.Event event, Instant now) {
        SessionState next = SessionLifecycle.next(state, event);
        if (next == null) {
            return false;
        }
        if (counts != null) {
            counts.moved(state, next);
        }
        state = next;
        if (next == SessionState.RUNNING) {
            startedAt = now;
        } else if (next.ended()) {
            endedAt = now;
        }
        return true;
    }

    /** Moves to its end; false when it has ended before. */
    boolean end(Ending ending, Instant now) {
        if (!apply(ending.event(), now)) {
            return false;
        }
        error = ending.error();
        cancelReason = ending.cancelReason();
        timedOut = ending.timedOut();
        return true;
    }

    void countRound() {
        rounds++;
    }

    void dispatchedAs(String responseId) {
        taskResponseId = responseId;
    }

    /** An engine takes over: from now on the device's results are answers to commands. */
    void drivenByEngine() {
        taskResponseId = null;
    }

    /** Whether results under that {@code prev_response_id} are the device's own answer to the dispatched TASK. */
    boolean answersDispatch(@Nullable String prevResponseId) {
        return taskResponseId != null && (prevResponseId == null || prevResponseId.equals(taskResponseId));
    }

    DeviceResults deviceResults() {
        if (deviceResults == null) {
            deviceResults = new DeviceResults();
        }
        return deviceResults;
    }

    /** What the device delivered so far; null for nothing. */
    @Nullable
    RawJson deliveredSoFar() {
        return deviceResults == null ? null : deviceResults.summary(order.request);
    }

    /** Lets go of what the device delivered, and tells of how many bytes that was. */
    long forgetDelivered() {
        long bytes = deviceResults == null ? 0 : deviceResults.bytes();
        deviceResults = null;
        return bytes;
    }

    /** What it is right now. */
    SessionInfo info() {
        return new SessionInfo(
                order.sessionId,
                order.taskName,
                order.request,
                device().id(),
                requester == null ? null : requester.id(),
                state,
                createdAt,
                startedAt,
                endedAt,
                rounds,
                timedOut,
                error,
                cancelReason);
    }
}
