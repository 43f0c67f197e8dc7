package io.agentserver.protocol;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What every message from a client carries (contract 2.3).
 *
 * @param status {@code ok} when the client left it out
 * @param clientType the role the client claims, or null when absent; checked against the registered role only where
 *     contract 2.7 says so
 * @param clientId the id the client claims, or null when absent
 * @param sessionId the session it speaks of, or null
 * @param timestamp the client's clock as text, never interpreted, or null
 */
public record ClientHeader(
        MessageStatus status,
        @Nullable ClientType clientType,
        @Nullable String clientId,
        @Nullable String sessionId,
        @Nullable String timestamp) {

    public ClientHeader {
        Objects.requireNonNull(status, "status");
    }
}
