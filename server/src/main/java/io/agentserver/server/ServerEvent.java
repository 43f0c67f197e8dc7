package io.agentserver.server;

import java.util.Objects;

/** Something that changed: a client came or went, or a session moved. */
public sealed interface ServerEvent {

    /** A client's registration was confirmed. */
    record ClientRegistered(ClientInfo client) implements ServerEvent {
        public ClientRegistered {
            Objects.requireNonNull(client, "client");
        }
    }

    /** A registered client is gone and its id is free. */
    record ClientDisconnected(ClientInfo client, DisconnectReason reason) implements ServerEvent {
        public ClientDisconnected {
            Objects.requireNonNull(client, "client");
            Objects.requireNonNull(reason, "reason");
        }
    }

    /** A session was created or moved to another state. */
    record SessionChanged(SessionInfo session) implements ServerEvent {
        public SessionChanged {
            Objects.requireNonNull(session, "session");
        }
    }
}
