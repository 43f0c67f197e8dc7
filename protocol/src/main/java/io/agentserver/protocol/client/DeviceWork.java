package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * What a server wants a device to do: one COMMAND or TASK at a time in the order they came, each answered and its answer
 * written before the next begins (contract 8.1). On the event loop of its connection.
 */
final class DeviceWork {

    private static final Logger log = LoggerFactory.getLogger(DeviceWork.class);

    private record Item(ServerMessage message, int bytes) {}

    private final LiveDevice device;
    private final CommandRound rounds;
    private final Queue<Item> waiting = new ArrayDeque<>(4);
    private long waitingBytes;
    private boolean busy;
    private boolean starting;
    private @Nullable Disposable current;

    DeviceWork(LiveDevice device) {
        this.device = device;
        this.rounds = new CommandRound(device.config.commandHandler);
    }

    /** Takes one more; answers at once with failures when too much waits already. */
    void offer(ServerMessage message, int bytes) {
        if (waiting.size() >= device.config.maxWaitingCommands
                || waitingBytes + bytes > device.config.maxMessageBytes && !waiting.isEmpty()) {
            refuse(message);
            return;
        }
        waiting.add(new Item(message, bytes));
        waitingBytes += bytes;
        startNext();
    }

    /** The connection is gone: nobody waits for answers. */
    void cancel() {
        waiting.clear();
        busy = true;
        if (current != null) {
            current.dispose();
        }
    }

    /** A loop and no recursion: work that is done at once must not deepen the stack for the next. */
    private void startNext() {
        if (starting) {
            return;
        }
        starting = true;
        while (!busy) {
            Item next = waiting.poll();
            if (next == null) {
                break;
            }
            waitingBytes -= next.bytes();
            busy = true;
            // The one place that subscribes: here the event loop hands over to the device's tools.
            current = answer(next.message())
                    .subscribe(
                            nothing -> {},
                            failure -> {
                                log.warn(
                                        "client '{}' could not answer a {}: {}",
                                        device.clientId(),
                                        next.message().type(),
                                        failure.getMessage());
                                finished();
                            },
                            this::finished);
        }
        starting = false;
    }

    private void finished() {
        device.link().cleanUp(() -> {
            if (!device.isDisposed()) {
                busy = false;
                startNext();
            }
        });
    }

    private Mono<Void> answer(ServerMessage work) {
        if (work instanceof ServerMessage.Commands round) {
            return rounds.execute(round)
                    .flatMap(results -> device.send(results(round, results))
                            .onErrorResume(
                                    MessageTooLargeException.class,
                                    e -> device.send(
                                            results(round, CommandRound.failures(round, CommandRound.text(e))))));
        }
        ServerMessage.Task task = (ServerMessage.Task) work;
        TaskHandler handler = device.config.taskHandler;
        return handler == null
                ? Mono.defer(() -> device.send(device.answerTo(task)))
                : Mono.defer(() -> handler.execute(task))
                        .defaultIfEmpty(Result.success(null, null))
                        .onErrorResume(e -> Mono.just(Result.failure(CommandRound.text(e), null)))
                        .flatMap(result -> simpleFlow(task, result));
    }

    /** COMMAND_RESULTS and TASK_END of the task's own session: the documentation's simple flow. */
    private Mono<Void> simpleFlow(ServerMessage.Task task, Result result) {
        String sessionId = task.header().sessionId();
        boolean failed = CommandRound.isFailure(result);
        return Flux.concat(
                        device.send(new ClientMessage.CommandResults(
                                device.header(MessageStatus.CONTINUE, sessionId),
                                task.header().responseId(),
                                RandomIds.next(),
                                List.of(result))),
                        device.send(new ClientMessage.TaskEnd(
                                device.header(failed ? MessageStatus.FAILED : MessageStatus.COMPLETED, sessionId),
                                failed ? result.error() : null,
                                result.result())))
                .then();
    }

    private ClientMessage results(ServerMessage.Commands round, List<Result> results) {
        return new ClientMessage.CommandResults(
                device.header(round.header().status(), round.header().sessionId()),
                round.header().responseId(),
                RandomIds.next(),
                results);
    }

    private void refuse(ServerMessage message) {
        String text = "Device is busy: " + waiting.size() + " requests wait (expected: at most "
                + device.config.maxWaitingCommands + ")";
        if (message instanceof ServerMessage.Commands round) {
            device.post(results(round, CommandRound.failures(round, text)));
        } else {
            device.post(new ClientMessage.Error(
                    device.header(MessageStatus.ERROR, message.header().sessionId()), text));
        }
    }
}
