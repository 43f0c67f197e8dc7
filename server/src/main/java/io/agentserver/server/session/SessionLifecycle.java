package io.agentserver.server.session;

import io.agentserver.server.SessionState;
import org.jspecify.annotations.Nullable;

/** The table of session states and what may happen in each (contract 6.1). */
final class SessionLifecycle {

    /** What can happen to a session. */
    enum Event {
        /** Its TASK was queued for the device. */
        DISPATCH,
        /** An engine, or the device itself, begins. */
        START,
        COMPLETE,
        FAIL,
        CANCEL
    }

    private SessionLifecycle() {}

    /** The state after the event; null when the event means nothing in that state and is to be ignored. */
    static @Nullable SessionState next(SessionState state, Event event) {
        return switch (state) {
            case CREATED ->
                switch (event) {
                    case DISPATCH -> SessionState.DISPATCHED;
                    case START -> SessionState.RUNNING;
                    case COMPLETE -> null;
                    case FAIL -> SessionState.FAILED;
                    case CANCEL -> SessionState.CANCELLED;
                };
            case DISPATCHED ->
                switch (event) {
                    case DISPATCH -> null;
                    case START -> SessionState.RUNNING;
                    case COMPLETE -> SessionState.COMPLETED;
                    case FAIL -> SessionState.FAILED;
                    case CANCEL -> SessionState.CANCELLED;
                };
            case RUNNING ->
                switch (event) {
                    case DISPATCH, START -> null;
                    case COMPLETE -> SessionState.COMPLETED;
                    case FAIL -> SessionState.FAILED;
                    case CANCEL -> SessionState.CANCELLED;
                };
            case COMPLETED, FAILED, CANCELLED -> null;
        };
    }
}
