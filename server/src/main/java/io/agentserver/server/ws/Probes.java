package io.agentserver.server.ws;

import java.util.ArrayList;
import java.util.List;
import reactor.core.publisher.Sinks;

/** Pings whose own answer somebody waits for (contract 3.4). Confined to the connection's event loop. */
final class Probes {

    private record Probe(long payload, Sinks.One<Boolean> answered) {}

    private final List<Probe> open = new ArrayList<>(1);

    /** How many are not answered. */
    int size() {
        return open.size();
    }

    /** Remembers a ping with that payload. */
    void add(long payload, Sinks.One<Boolean> answered) {
        open.add(new Probe(payload, answered));
    }

    /** A pong with that payload came; it answers older pings as well (RFC 6455, 5.5.3). */
    void answered(long payload) {
        for (int i = open.size() - 1; i >= 0; i--) {
            if (open.get(i).payload == payload) {
                finish(open.subList(0, i + 1), true);
                return;
            }
        }
    }

    /** Nobody waits for that answer any more. */
    @SuppressWarnings("ReferenceEquality") // the very same waiter
    void forget(Sinks.One<Boolean> answered) {
        open.removeIf(probe -> probe.answered == answered);
    }

    /** What holds for the peer is known: tells everybody who waits. */
    void finishAll(boolean alive) {
        finish(open, alive);
    }

    private static void finish(List<Probe> probes, boolean alive) {
        // Copied: who is told may forget another or ask again.
        List<Probe> done = List.copyOf(probes);
        probes.clear();
        // The event loop emits alone, once each. FAIL_CANCELLED and no subscriber mean that nobody waits any more.
        done.forEach(probe -> probe.answered.tryEmitValue(alive));
    }
}
