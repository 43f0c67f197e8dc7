package io.agentserver.server.logging;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerObserver;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;
import org.slf4j.spi.LoggingEventBuilder;

/**
 * Writes the lines of contract 5.4, word for word, with their structured fields as key-value pairs; text from outside is
 * quoted in either. The logger is named after the package in which the event happens, and the pair {@code function} after the event: where a line comes from is known
 * without looking at the stack.
 */
public final class EventLog implements ServerObserver {

    private static final Logger WS = LoggerFactory.getLogger("io.agentserver.server.ws");
    private static final Logger SESSION = LoggerFactory.getLogger("io.agentserver.server.session");
    private static final Logger HTTP = LoggerFactory.getLogger("io.agentserver.server.http");

    @Override
    public void clientRegistered(ClientInfo client) {
        String type = client.type().wire();
        ofClient(Level.INFO, "client_registered", client.clientId())
                .addKeyValue("client_type", type)
                .log("[WS] ✅ Registered " + type + " client: " + LogText.quote(client.clientId()));
    }

    @Override
    public void taskRequested(ClientInfo constellation, String deviceId) {
        ofClient(Level.INFO, "task_requested", constellation.clientId())
                .log("[WS] 🌟 Constellation " + LogText.quote(constellation.clientId()) + " requesting task on "
                        + LogText.quote(deviceId));
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        ofClient(Level.INFO, "client_disconnected", client.clientId())
                .addKeyValue("reason", reason.label())
                .log("[WS] 🔌 Client disconnected: " + LogText.quote(client.clientId()));
    }

    @Override
    public void clientRemoved(ClientInfo client) {
        ofClient(Level.INFO, "client_removed", client.clientId())
                .log("[WS] 🔌 Removed client: " + LogText.quote(client.clientId()));
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        String id = LogText.quote(session.sessionId());
        switch (session.state()) {
            case CREATED ->
                ofSession(SESSION, Level.INFO, "session_created", session)
                        .addKeyValue("task_name", LogText.quote(session.taskName()))
                        .log("[Session] Created session " + id + " for task: " + LogText.quote(session.taskName()));
            case DISPATCHED -> {}
            case RUNNING ->
                ofSession(SESSION, Level.INFO, "session_running", session)
                        .log("[Session] Executing task in background: " + LogText.quote(session.request()));
            case COMPLETED ->
                ofSession(SESSION, Level.INFO, "session_completed", session)
                        .addKeyValue("duration_seconds", seconds(session))
                        .log("[Session] Task completed: " + id);
            case CANCELLED -> {
                String reason = session.cancelReason() == null
                        ? "unknown"
                        : session.cancelReason().label();
                ofSession(SESSION, Level.WARN, "session_cancelled", session)
                        .addKeyValue("cancel_reason", reason)
                        .log("[Session] Task cancelled: " + id + " (reason: " + reason + ")");
            }
            case FAILED -> failed(session, id, cause);
        }
    }

    @Override
    public void resultUndelivered(SessionInfo session, String error) {
        ofSession(WS, Level.ERROR, "result_undelivered", session)
                .addKeyValue("exception", LogText.quote(error))
                .log("[WS] ❌ Failed to send result for session " + LogText.quote(session.sessionId()) + ": "
                        + LogText.quote(error));
    }

    @Override
    public void resultNotKept(SessionInfo session, Throwable error) {
        ofSession(SESSION, Level.ERROR, "result_not_kept", session)
                .setCause(error)
                .log("[Session] Result of session " + LogText.quote(session.sessionId())
                        + " could not be kept; it cannot be read later");
    }

    @Override
    public void rejected(Rejection rejection, @Nullable String clientId, String text) {
        boolean webSocket = clientId != null || rejection == Rejection.BAD_REGISTRATION;
        Logger logger = webSocket ? WS : HTTP;
        if (logger.isDebugEnabled()) {
            LoggingEventBuilder line = at(logger, Level.DEBUG, "rejected").addKeyValue("rejection", rejection.label());
            withClient(line, clientId).log((webSocket ? "[WS]" : "[HTTP]") + " Refused: " + LogText.quote(text));
        }
    }

    @Override
    public void slowReader(@Nullable String clientId, long waitingBytes) {
        withClient(at(WS, Level.WARN, "slow_reader"), clientId)
                .log("[WS] Closing a slow reader: " + (clientId == null ? "not registered" : LogText.quote(clientId))
                        + " (" + waitingBytes + " bytes waiting)");
    }

    @Override
    public void streamStalled(Duration silence) {
        at(HTTP, Level.WARN, "slow_reader")
                .log("[HTTP] Closing a stream of events: nothing could be written to its reader for "
                        + silence.toSeconds() + " s");
    }

    @Override
    public void messageDropped(ClientMessageType type, String clientId, @Nullable String sessionId, String why) {
        if (WS.isDebugEnabled()) {
            LoggingEventBuilder line = ofClient(Level.DEBUG, "message_dropped", clientId);
            if (sessionId != null) {
                line = line.addKeyValue("session_id", LogText.quote(sessionId));
            }
            line.log("[WS] Dropped " + type.wire() + " from " + LogText.quote(clientId) + ": " + why);
        }
    }

    private static void failed(SessionInfo session, String id, @Nullable Throwable cause) {
        if (cause != null) {
            ofSession(SESSION, Level.ERROR, "session_failed", session)
                    .setCause(cause)
                    .log("[Session] Task execution failed: " + id);
        }
        LoggingEventBuilder line = ofSession(SESSION, Level.WARN, "session_failed", session)
                .addKeyValue("duration_seconds", seconds(session));
        if (session.error() != null) {
            line = line.addKeyValue("error", LogText.quote(session.error()));
        }
        line.log("[Session] Task failed: " + id);
    }

    private static double seconds(SessionInfo session) {
        Instant end = session.endedAt() == null ? session.createdAt() : session.endedAt();
        return Duration.between(session.createdAt(), end).toMillis() / 1_000.0;
    }

    private static LoggingEventBuilder ofClient(Level level, String event, String clientId) {
        return withClient(at(WS, level, event), clientId);
    }

    private static LoggingEventBuilder ofSession(Logger logger, Level level, String event, SessionInfo session) {
        String client = session.requesterId() == null ? session.deviceId() : session.requesterId();
        return withClient(at(logger, level, event), client)
                .addKeyValue("session_id", LogText.quote(session.sessionId()));
    }

    private static LoggingEventBuilder withClient(LoggingEventBuilder line, @Nullable String clientId) {
        return clientId == null ? line : line.addKeyValue("client_id", LogText.quote(clientId));
    }

    private static LoggingEventBuilder at(Logger logger, Level level, String event) {
        return logger.atLevel(level).addKeyValue("function", event);
    }
}
