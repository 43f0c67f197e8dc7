package io.agentserver.server.cli;

import java.util.concurrent.CompletableFuture;
import reactor.core.publisher.Mono;
import sun.misc.Signal;

/**
 * Takes SIGTERM and SIGINT from the JVM, which would end at once and with 143 or 130: the first one is for the command to
 * end in its own time, a second one ends the process on the spot. Java has no other way to be told of a signal, and a
 * shutdown hook hears of no second one.
 */
final class StopSignal {

    private final CompletableFuture<String> first = new CompletableFuture<>();

    private StopSignal() {}

    /** From now on signals come here. */
    static StopSignal install() {
        StopSignal stop = new StopSignal();
        stop.handle("TERM");
        stop.handle("INT");
        return stop;
    }

    /** Emits the name of the first signal. */
    Mono<String> received() {
        return Mono.fromFuture(first, true);
    }

    private void handle(String name) {
        try {
            Signal.handle(new Signal(name), signal -> take("SIG" + signal.getName()));
        } catch (IllegalArgumentException e) {
            // The JVM runs with -Xrs, or the system has no such signal: then it ends as the system likes.
        }
    }

    private void take(String name) {
        if (!first.complete(name)) {
            Runtime.getRuntime().halt(ExitCode.FAILED);
        }
    }
}
