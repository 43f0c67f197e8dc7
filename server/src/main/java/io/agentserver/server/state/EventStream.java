package io.agentserver.server.state;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.ServerEvent;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.ServerObserver;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Scheduler;

/** Hands what happens to whoever subscribes, on a thread of its own, so that no subscriber can hold up the hub. */
public final class EventStream implements ServerObserver {

    private static final int MOST_WAITING = 4_096;

    private final Set<FluxSink<ServerEvent>> subscribers = ConcurrentHashMap.newKeySet();
    private final Flux<ServerEvent> events;
    private volatile boolean closed;

    /** @param delivery where subscribers are called */
    public EventStream(Scheduler delivery) {
        this.events = Flux.create(this::subscribed, FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(MOST_WAITING, dropped -> {}, BufferOverflowStrategy.DROP_OLDEST)
                .publishOn(delivery);
    }

    /** Every event from the subscription on; the oldest are dropped for a subscriber that does not keep up. */
    public Flux<ServerEvent> events() {
        return events;
    }

    /** No more events: completes all subscribers, and later ones at once. */
    public void close() {
        closed = true;
        subscribers.forEach(FluxSink::complete);
    }

    @Override
    public void clientRegistered(ClientInfo client) {
        if (!subscribers.isEmpty()) {
            publish(new ServerEvent.ClientRegistered(client));
        }
    }

    @Override
    public void clientDisconnected(ClientInfo client, DisconnectReason reason) {
        if (!subscribers.isEmpty()) {
            publish(new ServerEvent.ClientDisconnected(client, reason));
        }
    }

    @Override
    public void sessionChanged(SessionInfo session, @Nullable Throwable cause) {
        if (!subscribers.isEmpty()) {
            publish(new ServerEvent.SessionChanged(session));
        }
    }

    private void publish(ServerEvent event) {
        subscribers.forEach(subscriber -> subscriber.next(event));
    }

    private void subscribed(FluxSink<ServerEvent> subscriber) {
        subscribers.add(subscriber);
        subscriber.onDispose(() -> subscribers.remove(subscriber));
        if (closed) {
            subscriber.complete();
        }
    }
}
