package io.agentserver.loadtest.cli;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Turns Ctrl-C and SIGTERM into an orderly end: the JVM's shutdown waits while the command finishes, within reason, and the
 * process ends with the command's exit code and not with that of the signal.
 */
final class Interrupts {

    private static final long MOST_SECONDS = 20;

    private Interrupts() {}

    /**
     * From now on that is run when the process ends, by a signal or by itself.
     *
     * @param exitCode is completed when the command has finished
     */
    static void handle(Runnable action, CompletableFuture<Integer> exitCode) {
        Runtime.getRuntime().addShutdownHook(new Thread(() -> finish(action, exitCode), "interrupt"));
    }

    private static void finish(Runnable action, CompletableFuture<Integer> exitCode) {
        action.run();
        try {
            Runtime.getRuntime().halt(exitCode.get(MOST_SECONDS, TimeUnit.SECONDS));
        } catch (TimeoutException | ExecutionException e) {
            System.err.println("agent-loadtest: gave up waiting for the end of the command");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
