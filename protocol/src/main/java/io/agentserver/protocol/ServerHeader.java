package io.agentserver.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every message from the server carries (contract 2.4).
 *
 * @param status required by the clients in every message
 * @param sessionId the session it speaks of, or null
 * @param timestamp ISO 8601 with offset; clients never parse it
 * @param responseId a UUID for this message, or the echoed request id of a device information request
 */
public record ServerHeader(
        MessageStatus status,
        @Nullable String sessionId,
        @Nullable String timestamp,
        @Nullable String responseId) {

    public ServerHeader {
        Objects.requireNonNull(status, "status");
    }
}
