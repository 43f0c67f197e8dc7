package io.agentserver.server.ws;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Scheduler;

/** Pings whose own answer somebody waits for (contract 3.4). Confined to the connection's event loop. */
final class Probes {

    private record Probe(long payload, Sinks.One<Boolean> answered) {}

    private final List<Probe> open = new ArrayList<>(1);

    /** Remembers a ping with that payload; the answer is false when none comes in time. */
    Mono<Boolean> add(long payload, Duration timeout, Scheduler scheduler) {
        Probe probe = new Probe(payload, Sinks.one());
        open.add(probe);
        return probe.answered.asMono().timeout(timeout, Mono.just(false), scheduler);
    }

    /** A pong with that payload came. */
    void answered(long payload) {
        open.removeIf(probe -> {
            if (probe.payload != payload) {
                return false;
            }
            // FAIL_TERMINATED and FAIL_ZERO_SUBSCRIBER mean that nobody waits any more; the event loop emits alone.
            probe.answered.tryEmitValue(true);
            return true;
        });
    }

    /** The connection is gone: nothing will be answered. */
    void close() {
        open.forEach(probe -> probe.answered.tryEmitValue(false));
        open.clear();
    }
}
