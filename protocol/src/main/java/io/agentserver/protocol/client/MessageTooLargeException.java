package io.agentserver.protocol.client;

/** A message is larger than one may be; nothing was sent. */
public final class MessageTooLargeException extends AipClientException {

    private static final long serialVersionUID = 1L;

    MessageTooLargeException(int bytes, int limit) {
        super(
                "message: " + bytes + " bytes (expected: at most " + limit
                        + "). Send less, or raise maxMessageBytes here and the server's limit",
                null);
    }
}
