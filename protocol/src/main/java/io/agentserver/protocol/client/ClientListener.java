package io.agentserver.protocol.client;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;

/**
 * Sees what a client does, with the time it happened, for measuring and logging. Without a listener nothing of this
 * costs anything, the clock included.
 *
 * <p>Calls for one connection come on its event loop, one after the other; calls for several connections come from
 * several threads. An implementation must not block. What it throws is logged and changes nothing. {@code nanoTime} is
 * {@link System#nanoTime()} of the event.
 */
public interface ClientListener {

    /** An attempt begins: next comes the TCP connection. On the thread that subscribed. */
    default void connecting(String clientId, long nanoTime) {}

    /** The upgrade succeeded; REGISTER is sent next. */
    default void upgraded(String clientId, long nanoTime) {}

    /** The server confirmed the registration. After {@link #received} of that confirmation. */
    default void registered(AipConnection connection, long nanoTime) {}

    /** An attempt failed before it was registered. On the event loop, or on any thread if there was none yet. */
    default void failed(String clientId, Throwable cause, long nanoTime) {}

    /**
     * A message arrived; every one, the answer to the registration too.
     *
     * @param bytes its size on the wire without frame headers
     * @param nanoTime when its last frame arrived, before it was decoded
     */
    default void received(AipConnection connection, ServerMessage message, int bytes, long nanoTime) {}

    /** Something arrived that is no AIP message and was dropped, as the real clients drop it (contract 2.1). */
    default void unreadable(AipConnection connection, AipFormatException fault, long nanoTime) {}

    /**
     * A message was handed to the operating system.
     *
     * @param bytes its size on the wire without frame headers
     */
    default void sent(AipConnection connection, ClientMessage message, int bytes, long nanoTime) {}

    /** A registered connection ended. The last call for it. */
    default void closed(AipConnection connection, CloseInfo info, long nanoTime) {}
}
