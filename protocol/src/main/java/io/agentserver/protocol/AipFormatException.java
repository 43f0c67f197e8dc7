package io.agentserver.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are no AIP message. {@link #getMessage()} is the text for the client (contract D-23): short, the same for
 * the same fault, and never an echo of what was sent. It has no stack trace: bad input is an everyday event, and what
 * matters about it is in the text.
 */
public final class AipFormatException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient @Nullable ClientMessageType messageType;
    private final transient @Nullable String sessionId;

    AipFormatException(String fault, @Nullable ClientMessageType messageType, @Nullable String sessionId) {
        super("Invalid message: " + fault, null, false, false);
        this.messageType = messageType;
        this.sessionId = sessionId;
    }

    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    /** The type of the refused client message, or null when it could not be read or the server sent the message. */
    public @Nullable ClientMessageType messageType() {
        return messageType;
    }

    /** The session the refused message speaks of, or null when there is none or it could not be read. */
    public @Nullable String sessionId() {
        return sessionId;
    }
}
