package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A client in a JVM of its own, whose output goes to a file. */
final class LoadProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 120;

    private final String title;
    private final Process process;
    private final Path output;

    private LoadProcess(String title, Process process, Path output) {
        this.title = title;
        this.process = process;
        this.output = output;
    }

    /**
     * Starts one.
     *
     * @param title what messages call it
     * @param folder where its output goes, into a file of that name
     * @param arguments of {@code java}
     */
    static LoadProcess start(String title, Path folder, String name, List<String> arguments) {
        Path output = folder.resolve(name);
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(arguments);
        try {
            Files.createDirectories(folder);
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            return new LoadProcess(title, process, output);
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
     * @return the exit code
     * @throws IllegalStateException when it does not end in time
     */
    int await() {
        try {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new IllegalStateException(title + " did not end within " + PATIENCE_SECONDS + " s");
            }
            return process.exitValue();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while " + title + " ran", e);
        }
    }

    /** What it has printed. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
