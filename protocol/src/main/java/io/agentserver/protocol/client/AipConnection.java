package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ServerMessage;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * One registered connection. Every method may be called from any thread; everything is emitted on the connection's event
 * loop, where nothing may block.
 */
public sealed interface AipConnection extends Disposable permits ConstellationConnection, DeviceConnection {

    /** The id it registered with. */
    String clientId();

    /**
     * What the server sends from the moment of subscription on; completes when the connection ends. Any number of
     * subscribers. A connection that was just emitted delivers nothing before the code it was emitted to returns, so
     * {@code connect().flatMapMany(AipConnection::messages)} misses nothing, while a {@code block()} in between may.
     *
     * <p>A subscriber may be 256 messages behind; then it gets an overflow error and the connection lives on.
     */
    Flux<ServerMessage> messages();

    /**
     * Sends a message as it is when subscribed to, once per subscription. Completes when the operating system has the
     * bytes. Messages sent from one thread keep their order. Cancelling does not take a message back.
     *
     * @return errors: {@link OutboxFullException} when too many bytes wait already, {@link MessageTooLargeException},
     *     {@link ConnectionLostException}
     */
    Mono<Void> send(ClientMessage message);

    /** Sends a HEARTBEAT when subscribed to, besides the regular ones. Completes and fails as {@link #send} does. */
    Mono<Void> heartbeat();

    /**
     * Asks the server to run a task when subscribed to, and emits what the server says about it. Completes after the
     * end. Cancelling stops listening and tells the server nothing, as the real clients tell it nothing.
     *
     * @return errors: those of {@link #send}, {@link AipTimeoutException} when it did not end within the task timeout,
     *     {@link IllegalArgumentException} when the session id is awaited on this connection already
     */
    Flux<TaskEvent> taskEvents(TaskRequest request);

    /** The end of {@link #taskEvents}. A failed task is a value, see {@link TaskOutcome#succeeded()}. */
    default Mono<TaskOutcome> task(TaskRequest request) {
        return taskEvents(request)
                .ofType(TaskEvent.Ended.class)
                .map(TaskEvent.Ended::outcome)
                .single();
    }

    /** Emits how the connection ended, at once if it has. Never fails. */
    Mono<CloseInfo> closed();

    /**
     * Closes with a close frame (1000) when subscribed to and completes when the connection has ended, after 10 s at the
     * latest. Cancelling does not keep it open.
     */
    Mono<Void> close();

    /** Drops the connection now and without a close frame, as a crash would. Messages not yet written are lost. */
    @Override
    void dispose();

    /** Whether the connection has ended. */
    @Override
    boolean isDisposed();
}
