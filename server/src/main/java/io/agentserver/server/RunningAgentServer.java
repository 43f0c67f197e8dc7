package io.agentserver.server;

import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A hub that runs: watch it and stop it. Every method may be called on any thread. */
public interface RunningAgentServer {

    /**
     * The key made at start because none was configured and the mode needs one; null otherwise. It is nowhere else: show
     * it to whoever is to use it, and never log it.
     */
    @Nullable
    String generatedApiKey();

    /** Who is connected now, in the order of registration; completes after the last. */
    Flux<ClientInfo> clients();

    /** The sessions that run now, oldest first; completes after the last. */
    Flux<SessionInfo> sessions();

    /**
     * What changes from the subscription on: clients that come and go, sessions that move. Never ends by itself before the
     * server stops. A subscriber that does not keep up loses events and gets none that are older than it can take; it
     * holds up nobody else. Cancel when done.
     */
    Flux<ServerEvent> events();

    /** Who is connected and what runs, as one consistent value. */
    StateSnapshot snapshot();

    /**
     * The snapshot now, then every later one: at most one in 100 ms, and only after a change. Conflated: a subscriber that
     * does not keep up misses those in between and holds up nobody. Completes when the server stops. Emits on a thread of
     * the hub: move on with {@code publishOn} before doing anything that takes long.
     */
    Flux<StateSnapshot> snapshots();

    /**
     * Stops gracefully when subscribed to: refuses new work, gives sessions {@code server.drain-timeout} to end, cancels
     * the rest, says good-bye to every client, and lets go of everything the server had opened itself. Completes when all
     * that is done, and never with an error. Several subscriptions share one stop; cancelling one does not undo it.
     */
    Mono<Void> stop();

    /** Completes when the server has stopped, whoever stopped it. */
    Mono<Void> onStop();
}
