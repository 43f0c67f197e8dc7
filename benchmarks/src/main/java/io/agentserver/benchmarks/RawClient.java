package io.agentserver.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** One load of {@link Measure} in a process of its own: a client on Netty alone, to set beside the load tester. */
final class RawClient implements AutoCloseable {

    private final LoadProcess process;

    private RawClient(LoadProcess process) {
        this.process = process;
    }

    /** Starts that load on that server. */
    static RawClient start(Lab lab, Target target, String load, String... arguments) {
        List<String> words = new ArrayList<>(List.of("-cp", lab.ownClassPath(), Measure.class.getName(), load));
        words.addAll(List.of("--port", Integer.toString(target.port())));
        words.addAll(List.of(arguments));
        return new RawClient(LoadProcess.start("The raw Netty client", lab.folder(), "raw-client.out", words));
    }

    long pid() {
        return process.pid();
    }

    /**
     * Waits for the end.
     *
     * @return what it printed
     * @throws IllegalStateException when it failed
     */
    String await() {
        int exit = process.await();
        if (exit != 0) {
            throw new IllegalStateException("The raw Netty client ended with " + exit + ": " + process.output());
        }
        return process.output();
    }

    @Override
    public void close() {
        process.close();
    }
}
