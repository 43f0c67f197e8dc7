package io.agentserver.server;

import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A registered client as it was pinned at registration (contract 1.7); never changes while the connection lives.
 *
 * @param clientId unique among the connected
 * @param type the role
 * @param platform as the client gave it, or the configured default; not limited to the supported ones
 * @param connectedAt when the registration was confirmed
 * @param targetId the device a constellation declared, or null
 * @param systemInfo what a device says of itself, the configured settings merged in, or null
 */
public record ClientInfo(
        String clientId,
        ClientType type,
        String platform,
        Instant connectedAt,
        @Nullable String targetId,
        @Nullable RawJson systemInfo) {

    public ClientInfo {
        Objects.requireNonNull(clientId, "clientId");
        Objects.requireNonNull(type, "type");
        Objects.requireNonNull(platform, "platform");
        Objects.requireNonNull(connectedAt, "connectedAt");
    }
}
