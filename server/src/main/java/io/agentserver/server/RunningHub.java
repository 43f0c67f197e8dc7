package io.agentserver.server;

import io.agentserver.server.state.JournalEntry;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** A hub at work, whoever carries its bytes; knows how to stop gracefully. */
class RunningHub implements RunningAgentServer {

    private static final Duration LOOK_AGAIN = Duration.ofMillis(20);

    /** How long clients may take to answer the good-bye. */
    private static final Duration GOODBYE_TIMEOUT = Duration.ofSeconds(6);

    private final Assembly parts;
    private final Sinks.Empty<Void> stopped = Sinks.empty();
    private final Mono<Void> stop;

    /** @param release lets go of what carries the bytes, once nobody is connected any more */
    RunningHub(Assembly parts, Mono<Void> release) {
        this.parts = parts;
        parts.snapshots().start();
        parts.api().serving();
        this.stop = Mono.defer(() -> stopping(release)).cache();
    }

    @Override
    public @Nullable String generatedApiKey() {
        return parts.generatedKey();
    }

    @Override
    public Flux<ClientInfo> clients() {
        return Flux.defer(() -> Flux.fromIterable(snapshot().clients()));
    }

    @Override
    public Flux<SessionInfo> sessions() {
        return Flux.defer(() -> Flux.fromIterable(parts.sessions().running()));
    }

    @Override
    public Flux<ServerEvent> events() {
        return parts.journal().live().map(JournalEntry::event);
    }

    @Override
    public StateSnapshot snapshot() {
        return parts.snapshots().current();
    }

    @Override
    public Flux<StateSnapshot> snapshots() {
        return parts.snapshots().snapshots();
    }

    @Override
    public Mono<Void> stop() {
        return stop;
    }

    @Override
    public Mono<Void> onStop() {
        return stopped.asMono();
    }

    private Mono<Void> stopping(Mono<Void> release) {
        parts.api().draining();
        parts.sessions().drain();
        return sessionsEnded()
                .timeout(
                        parts.config().server().drainTimeout(),
                        Mono.empty(),
                        parts.timing().scheduler())
                .then(Mono.<Void>fromRunnable(() -> parts.sessions().cancelAll(CancelReason.SERVER_SHUTDOWN)))
                .then(parts.webSockets().closeAll())
                .then(parts.webSockets()
                        .allClosed()
                        .timeout(GOODBYE_TIMEOUT, Mono.empty(), parts.timing().scheduler()))
                .then(Mono.<Void>fromRunnable(parts::endStreams))
                .then(release)
                .then(parts.readersTold().subscribeOn(Schedulers.boundedElastic()))
                // Threads are let go of where waiting for them holds up nobody.
                .publishOn(Schedulers.boundedElastic())
                .doFinally(signal -> {
                    try {
                        parts.dispose();
                    } finally {
                        // Emitted once, because stopping runs once.
                        stopped.tryEmitEmpty();
                    }
                });
    }

    private Mono<Void> sessionsEnded() {
        return Flux.interval(Duration.ZERO, LOOK_AGAIN, parts.timing().scheduler())
                .takeUntil(tick -> parts.sessions().allEnded())
                .then();
    }
}
