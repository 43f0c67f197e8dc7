package io.agentserver.protocol.client;

import io.agentserver.protocol.ServerMessage;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.BufferOverflowStrategy;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** Hands each message to whoever subscribed. Nothing but a field while nobody did. On the event loop of the link. */
final class MessageFan {

    /** How far a subscriber may be behind. */
    static final int CAPACITY = 256;

    /** Replaced, never changed: a subscriber may leave while a message is handed out. */
    private List<FluxSink<ServerMessage>> subscribers = List.of();

    /** The messages from each subscription on. Any thread may subscribe. */
    Flux<ServerMessage> messages(Link link) {
        return Flux.<ServerMessage>push(sink -> link.onLoop(() -> join(link, sink)), FluxSink.OverflowStrategy.IGNORE)
                .onBackpressureBuffer(CAPACITY, BufferOverflowStrategy.ERROR);
    }

    private void join(Link link, FluxSink<ServerMessage> sink) {
        if (link.ended()) {
            sink.complete();
            return;
        }
        List<FluxSink<ServerMessage>> joined = new ArrayList<>(subscribers);
        joined.add(sink);
        subscribers = joined;
        sink.onDispose(() -> link.cleanUp(() -> leave(sink)));
    }

    private void leave(FluxSink<ServerMessage> sink) {
        List<FluxSink<ServerMessage>> left = new ArrayList<>(subscribers);
        left.remove(sink);
        subscribers = left;
    }

    void emit(ServerMessage message) {
        for (FluxSink<ServerMessage> subscriber : subscribers) {
            subscriber.next(message);
        }
    }

    void complete() {
        List<FluxSink<ServerMessage>> all = subscribers;
        subscribers = List.of();
        all.forEach(FluxSink::complete);
    }
}
