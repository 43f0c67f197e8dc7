package io.agentserver.protocol.client;

/** The server answered REGISTER with anything but a confirmation (contract 3.1 to 3.5). */
public final class RegistrationRefusedException extends AipClientException {

    private static final long serialVersionUID = 1L;

    private final String serverText;

    RegistrationRefusedException(String clientId, String serverText) {
        super("registration of '" + clientId + "' refused: " + serverText, null);
        this.serverText = serverText;
    }

    /** The server's own text, such as {@code Target device 'X' is not connected}. */
    public String serverText() {
        return serverText;
    }
}
