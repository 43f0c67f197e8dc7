package io.agentserver.server.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.testing.Requirement;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Consumer;

/** A FIFO with one reader, which can be told to stand still: then writing to it waits. */
public final class Fifo implements AutoCloseable {

    private final Thread reader;
    private boolean stalled;

    private Fifo(Path path, Consumer<String> lines) {
        reader = new Thread(() -> read(path, lines), "fifo-reader");
        reader.setDaemon(true);
        reader.start();
    }

    /** Makes one. */
    public static Path make(Path path) throws Exception {
        Process process;
        try {
            process = new ProcessBuilder("mkfifo", path.toString()).inheritIO().start();
        } catch (IOException e) {
            Requirement.of(false, "mkfifo", "coreutils");
            throw e;
        }
        assertThat(process.waitFor()).isZero();
        return path;
    }

    /** Begins to read, on a thread of its own. */
    public static Fifo reading(Path path, Consumer<String> lines) {
        return new Fifo(path, lines);
    }

    public synchronized void stall() {
        stalled = true;
    }

    public synchronized void goOn() {
        stalled = false;
        notifyAll();
    }

    /** Waits for the end of what is written, which comes when the writer is gone. */
    public void awaitEnd() throws InterruptedException {
        reader.join();
    }

    @Override
    public void close() {
        goOn();
    }

    private synchronized void waitWhileStalled() throws InterruptedException {
        while (stalled) {
            wait();
        }
    }

    private void read(Path path, Consumer<String> lines) {
        try (BufferedReader in = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                lines.accept(line);
                waitWhileStalled();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
