package io.agentserver.server.hub;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ServerMessageType;
import org.jspecify.annotations.Nullable;

/** Says no to a registered client, in the one way there is: an error frame, and the end of a task that it named. */
public final class Refusals {

    private final ServerFrames frames;
    private final ServerObserver observer;

    public Refusals(ServerFrames frames, ServerObserver observer) {
        this.frames = frames;
        this.observer = observer;
    }

    /** Refuses what its sender may not send (contract 3.16). */
    public void refuse(RegisteredClient sender, ClientMessage message, String text) {
        refuse(sender, message, Rejection.NOT_ALLOWED, text);
    }

    /** Refuses a message for that reason. */
    public void refuse(RegisteredClient sender, ClientMessage message, Rejection rejection, String text) {
        refuse(sender, rejection, message.type(), message.header().sessionId(), text);
    }

    /**
     * Refuses a message of which only that much could be read. A TASK that names its session is also ended, because an
     * error frame alone leaves its requester waiting (contract 3.9.8).
     */
    void refuse(
            RegisteredClient sender,
            Rejection rejection,
            @Nullable ClientMessageType type,
            @Nullable String sessionId,
            String text) {
        observer.rejected(rejection, sender.id(), text);
        sender.channel().send(ServerMessageType.ERROR, frames.error(text, sessionId));
        if (type == ClientMessageType.TASK && sessionId != null && !sessionId.isEmpty()) {
            sender.channel().send(ServerMessageType.TASK_END, frames.taskEnd(sessionId, false, null, text));
        }
    }
}
