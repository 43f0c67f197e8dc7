package io.agentserver.server.hub;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
import java.time.Duration;
import reactor.core.publisher.Mono;

/** What the hub needs of a connection. Every method may be called on any thread and returns at once. */
public interface ClientChannel {

    /**
     * Queues a message. Messages queued by one thread, or by threads that hand over to each other, leave in that order.
     * A message to a closed connection is dropped: its end is reported by the disconnect that follows.
     */
    void send(ServerMessageType type, RawJson message);

    /** Says good-bye after what was queued so far, and closes. Later calls do nothing. */
    void close(CloseCode code);

    /**
     * Pings the peer. The {@code Mono} emits true when this very ping is answered in time and false when it is not or when
     * the connection closes first. Cancel forgets the ping.
     */
    Mono<Boolean> probe(Duration timeout);
}
