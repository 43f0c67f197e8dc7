package io.agentserver.protocol.client;

/** More bytes wait to be sent than may wait; this message was not sent. */
public final class OutboxFullException extends AipClientException {

    private static final long serialVersionUID = 1L;

    OutboxFullException(String clientId, long waitingBytes, long limit) {
        super(
                "outbox of '" + clientId + "': " + waitingBytes + " bytes wait (expected: at most " + limit
                        + "). The server reads slower than this client sends: wait for earlier sends to complete",
                null);
    }
}
