package io.agentserver.protocol.client;

/** The connection ended while something still depended on it. */
public final class ConnectionLostException extends AipClientException {

    private static final long serialVersionUID = 1L;

    private final transient CloseInfo closeInfo;

    ConnectionLostException(String what, CloseInfo closeInfo) {
        super(what + ": connection " + closeInfo.describe(), closeInfo.cause());
        this.closeInfo = closeInfo;
    }

    /** How it ended. */
    public CloseInfo closeInfo() {
        return closeInfo;
    }
}
