package io.agentserver.server.hub;

import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Listens to what happens: logs, metrics, snapshot and event streams are observers, and traffic does not depend on them.
 * Called on the thread on which it happened, an event loop more often than not, and perhaps with a lock held, so an
 * observer never blocks and never calls back; what it throws is logged and goes no further.
 */
public interface ServerObserver {

    /** A registration was confirmed. */
    default void clientRegistered(ClientInfo client) {}

    /** A registered client is gone; its id is free, its sessions are about to be cancelled. */
    default void clientDisconnected(ClientInfo client, DisconnectReason reason) {}

    /** Everything that belonged to a disconnected client has been cleaned up. */
    default void clientRemoved(ClientInfo client) {}

    /** A constellation's task passed the checks. */
    default void taskRequested(ClientInfo constellation, String deviceId) {}

    /**
     * A session was created or moved to the state it now has.
     *
     * @param cause what an engine threw, when that ended it
     */
    default void sessionChanged(SessionInfo session, @Nullable Throwable cause) {}

    /** The TASK_END of a session could not be given to its requester. */
    default void resultUndelivered(SessionInfo session, String error) {}

    /** A result could not be kept. */
    default void resultNotKept(SessionInfo session, Throwable error) {}

    /** A request or a message was refused; {@code clientId} is null when it is not known. */
    default void rejected(Rejection rejection, @Nullable String clientId, String text) {}

    /** A message of a registered client, or its REGISTER, was read. */
    default void messageReceived(ClientMessageType type, int bytes) {}

    /** A message was queued for a client. */
    default void messageSent(ServerMessageType type, int bytes) {}

    /** A connection was closed because its reader did not keep up. */
    default void slowReader(@Nullable String clientId, long waitingBytes) {}

    /** A stream of events was ended because nothing could be written to its reader for that long. */
    default void streamStalled(Duration silence) {}

    /**
     * A request to the HTTP API was answered.
     *
     * @param endpoint the template of its route, or null when it has none
     * @param method one of {@code GET}, {@code HEAD}, {@code POST}, {@code DELETE}, {@code OTHER}
     * @param nanos from its arrival to its answer
     */
    default void requestAnswered(@Nullable String endpoint, String method, int status, long nanos) {}

    /** A message that contract 3.11 drops without an answer. */
    default void messageDropped(ClientMessageType type, String clientId, @Nullable String sessionId, String why) {}
}
