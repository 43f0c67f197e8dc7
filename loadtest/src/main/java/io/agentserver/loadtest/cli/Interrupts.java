package io.agentserver.loadtest.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the JVM's shutdown waits while the command finishes, within reason, and the exit
 * code is the command's.
 */
final class Interrupts {

    private static final long MOST_SECONDS = 20;

    private Interrupts() {}

    /** From now on that is run when the process is told to end; until {@code over} counts down, the end waits. */
    static void handle(Runnable action, CountDownLatch over) {
        Thread hook = new Thread(
                () -> {
                    action.run();
                    try {
                        if (!over.await(MOST_SECONDS, TimeUnit.SECONDS)) {
                            System.err.println("agent-loadtest: gave up waiting for the end of the run");
                        }
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    }
                },
                "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }
}
