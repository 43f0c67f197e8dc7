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

/** Writes the lines of contract 5.4, word for word, with their structured fields as key-value pairs. */
public final class EventLog implements ServerObserver {

    private static final Logger LOG = LoggerFactory.getLogger("io.agentserver.server");

    @Override
    public void clientRegistered(ClientInfo client) {
        String type = client.type().wire();
        at(Level.INFO)
                .addKeyValue("client_id", client.clientId())
                .addKeyValue("client_type", type)
                .log("[WS] ✅ Registered " + type + " client: " + LogText.oneLine(client.clientId()));
    }

    @Override
    public void taskRequested(ClientInfo constellation, String deviceId) {
        at(Level.INFO)
                .addKeyValue("client_id", constellation.clientId())
                .log("[WS] 🌟 Constellation " + LogText.oneLine(constellation.clientId()) + " requesting task on "
                        + LogText.oneLine(deviceId));
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        at(Level.INFO)
                .addKeyValue("client_id", client.clientId())
                .addKeyValue("reason", reason.label())
                .log("[WS] 🔌 Client disconnected: " + LogText.oneLine(client.clientId()));
    }

    @Override
    public void clientRemoved(ClientInfo client) {
        at(Level.INFO)
                .addKeyValue("client_id", client.clientId())
                .log("[WS] 🔌 Removed client: " + LogText.oneLine(client.clientId()));
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        String id = LogText.oneLine(session.sessionId());
        switch (session.state()) {
            case CREATED ->
                of(session, Level.INFO)
                        .addKeyValue("task_name", session.taskName())
                        .log("[Session] Created session " + id + " for task: " + session.taskName());
            case DISPATCHED -> {}
            case RUNNING ->
                of(session, Level.INFO)
                        .log("[Session] Executing task in background: " + LogText.oneLine(session.request()));
            case COMPLETED ->
                of(session, Level.INFO)
                        .addKeyValue("duration_seconds", seconds(session))
                        .log("[Session] Task completed: " + id);
            case CANCELLED -> {
                String reason = session.cancelReason() == null
                        ? "unknown"
                        : session.cancelReason().label();
                of(session, Level.WARN)
                        .addKeyValue("cancel_reason", reason)
                        .log("[Session] Task cancelled: " + id + " (reason: " + reason + ")");
            }
            case FAILED -> failed(session, id, cause);
        }
    }

    @Override
    public void resultUndelivered(SessionInfo session, String error) {
        of(session, Level.ERROR)
                .log("[WS] ❌ Failed to send result for session " + LogText.oneLine(session.sessionId()) + ": "
                        + LogText.oneLine(error));
    }

    @Override
    public void resultNotKept(SessionInfo session, Throwable error) {
        of(session, Level.ERROR)
                .setCause(error)
                .log("[Session] Result of session " + LogText.oneLine(session.sessionId())
                        + " could not be kept; it cannot be read later");
    }

    @Override
    public void rejected(Rejection rejection, @Nullable String clientId, String text) {
        LoggingEventBuilder line = at(Level.DEBUG).addKeyValue("rejection", rejection.label());
        if (clientId != null) {
            line = line.addKeyValue("client_id", clientId);
        }
        line.log("[WS] Refused: " + LogText.oneLine(text));
    }

    @Override
    public void slowReader(@Nullable String clientId, long waitingBytes) {
        LoggingEventBuilder line = at(Level.WARN);
        if (clientId != null) {
            line = line.addKeyValue("client_id", clientId);
        }
        line.log("[WS] Closing a slow reader: " + (clientId == null ? "not registered" : LogText.oneLine(clientId))
                + " (" + waitingBytes + " bytes waiting)");
    }

    @Override
    public void messageDropped(ClientMessageType type, String clientId, @Nullable String sessionId, String why) {
        at(Level.DEBUG)
                .addKeyValue("client_id", clientId)
                .log("[WS] Dropped " + type.wire() + " from " + LogText.oneLine(clientId) + ": " + why);
    }

    private static void failed(SessionInfo session, String id, @Nullable Throwable cause) {
        if (cause != null) {
            of(session, Level.ERROR).setCause(cause).log("[Session] Task execution failed: " + id);
        }
        LoggingEventBuilder line = of(session, Level.WARN).addKeyValue("duration_seconds", seconds(session));
        if (session.error() != null) {
            line = line.addKeyValue("error", session.error());
        }
        line.log("[Session] Task failed: " + id);
    }

    private static double seconds(SessionInfo session) {
        Instant end = session.endedAt() == null ? session.createdAt() : session.endedAt();
        return Duration.between(session.createdAt(), end).toMillis() / 1_000.0;
    }

    private static LoggingEventBuilder at(Level level) {
        return LOG.atLevel(level);
    }

    private static LoggingEventBuilder of(SessionInfo session, Level level) {
        return at(level)
                .addKeyValue("session_id", session.sessionId())
                .addKeyValue("client_id", session.requesterId() == null ? session.deviceId() : session.requesterId());
    }
}
