package io.agentserver.protocol.client;

import org.jspecify.annotations.Nullable;

/**
 * What can go wrong between an AIP client and its server. These are everyday events of a network and carry no stack
 * trace; the message says what happened, to which client, and what to do. That no TCP or TLS connection came about at
 * all is reported as Netty reports it ({@link java.net.ConnectException},
 * {@link java.net.UnknownHostException}, {@link javax.net.ssl.SSLException}).
 */
public abstract sealed class AipClientException extends RuntimeException
        permits AipTimeoutException,
                ConnectionLostException,
                DeviceInfoException,
                MessageTooLargeException,
                OutboxFullException,
                ReconnectFailedException,
                RegistrationRefusedException,
                UpgradeRefusedException {

    private static final long serialVersionUID = 1L;

    AipClientException(String message, @Nullable Throwable cause) {
        super(message, cause, false, false);
    }
}
