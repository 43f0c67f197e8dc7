package io.agentserver.protocol.client;

/** The server has no information about the device: the answer's {@code result} has the key {@code error} (contract 3.7). */
public final class DeviceInfoException extends AipClientException {

    private static final long serialVersionUID = 1L;

    DeviceInfoException(String message) {
        super(message, null);
    }
}
