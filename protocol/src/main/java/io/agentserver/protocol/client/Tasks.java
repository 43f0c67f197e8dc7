package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;

/** The tasks a connection asked for and waits for, by session id (contract 8.2). On the event loop of the link. */
final class Tasks {

    private final ClientConfig config;
    private final Function<TaskRequest, ClientMessage> message;
    private @Nullable Awaited<TaskEvent> awaited;

    /** @param message makes the TASK of a request */
    Tasks(ClientConfig config, Function<TaskRequest, ClientMessage> message) {
        this.config = config;
        this.message = message;
    }

    /** Any thread may subscribe. */
    Flux<TaskEvent> events(Link link, TaskRequest request) {
        return Flux.push(sink -> link.onLoop(() -> start(link, request, sink)));
    }

    private void start(Link link, TaskRequest request, FluxSink<TaskEvent> sink) {
        String sessionId = request.sessionId();
        Awaited<TaskEvent> waiting = awaited;
        if (waiting == null) {
            waiting = new Awaited<>();
            awaited = waiting;
        }
        Awaited.Waiter<TaskEvent> waiter = waiting.add(sessionId, event -> emit(sink, event), sink::error);
        if (waiter == null) {
            sink.error(new IllegalArgumentException(
                    "sessionId: '" + sessionId + "' is awaited on this connection already (expected: another one)"));
            return;
        }
        sink.onDispose(() -> link.cleanUp(waiter::remove));
        waiter.failAfter(
                link,
                config.taskTimeout,
                () -> new AipTimeoutException(
                        "task of session '" + sessionId + "': no TASK_END within " + config.taskTimeout));
        link.send(message.apply(request), failure -> {
            if (failure != null) {
                waiter.fail(failure);
            }
        });
    }

    private static void emit(FluxSink<TaskEvent> sink, TaskEvent event) {
        sink.next(event);
        if (event instanceof TaskEvent.Ended) {
            sink.complete();
        }
    }

    void received(ServerMessage received) {
        Awaited<TaskEvent> waiting = awaited;
        String sessionId = received.header().sessionId();
        if (waiting == null || sessionId == null) {
            return;
        }
        if (received instanceof ServerMessage.Heartbeat) {
            waiting.tell(sessionId, new TaskEvent.Accepted(sessionId));
        } else if (received instanceof ServerMessage.TaskEnd end) {
            waiting.answer(
                    sessionId,
                    new TaskEvent.Ended(new TaskOutcome(sessionId, end.header().status(), end.result(), end.error())));
        }
    }

    void failAll(CloseInfo info) {
        if (awaited != null) {
            awaited.failAll(new ConnectionLostException("task unanswered", info));
        }
    }
}
