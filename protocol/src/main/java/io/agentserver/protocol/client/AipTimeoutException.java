package io.agentserver.protocol.client;

/** The server did not answer in time. Nothing was sent to the server about it, as the real clients send nothing. */
public final class AipTimeoutException extends AipClientException {

    private static final long serialVersionUID = 1L;

    AipTimeoutException(String message) {
        super(message, null);
    }
}
