package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** One load of {@link Measure} in a process of its own: a client on Netty alone, to set beside the load tester. */
final class RawClient implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final Process process;
    private final Path output;

    private RawClient(Process process, Path output) {
        this.process = process;
        this.output = output;
    }

    /** Starts that load on that server. */
    static RawClient start(Lab lab, Target target, String load, String... arguments) {
        Path output = lab.folder().resolve("raw-client.out");
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of("-cp", lab.ownClassPath(), Measure.class.getName(), load));
        command.addAll(List.of("--port", Integer.toString(target.port())));
        command.addAll(List.of(arguments));
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new RawClient(process, output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
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
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException("The raw Netty client did not end");
            }
            String printed = Files.readString(output);
            if (process.exitValue() != 0) {
                throw new IllegalStateException(
                        "The raw Netty client ended with " + process.exitValue() + ": " + printed);
            }
            return printed;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while the raw Netty client ran", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
