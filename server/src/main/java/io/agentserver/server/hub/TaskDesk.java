package io.agentserver.server.hub;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.server.DisconnectReason;

/** Takes what clients say about tasks after the hub's checks. Called on the sender's event loop; never blocks. */
public interface TaskDesk {

    /** A task that passed the checks up to the platform: asked for by {@code requester}, to run on {@code device}. */
    void task(RegisteredClient requester, RegisteredClient device, ClientMessage.Task task);

    /** Answers to commands; dropped without a word when they are nobody's (contract 3.11). */
    void commandResults(RegisteredClient sender, ClientMessage.CommandResults results);

    /** The end of a session, said by a client. False when the sender neither executes nor owns such a session. */
    boolean taskEnd(RegisteredClient sender, ClientMessage.TaskEnd end);

    /** An error that a client reported; ends the session it executes under that id, if any. */
    void clientError(RegisteredClient sender, ClientMessage.Error error);

    /** The client is gone: whatever it executes or asked for is cancelled. Called once, after its id was freed. */
    void clientGone(RegisteredClient client, DisconnectReason reason);
}
