package io.agentserver.server.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** The command as a process of its own, as a user starts it. */
final class CommandProcess implements AutoCloseable {

    private static final long PATIENCE_SECONDS = 30;

    private final Process process;
    private final List<String> out = new ArrayList<>();
    private final List<String> err = new ArrayList<>();
    private final List<Thread> readers;
    private volatile boolean deaf;

    private CommandProcess(Process process) {
        this.process = process;
        this.readers = List.of(reader(process.getInputStream(), out), reader(process.getErrorStream(), err));
    }

    static CommandProcess start(Map<String, String> environment, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                Main.class.getName()));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("AGENT_SERVER_") || name.equals("LOG_LEVEL"));
        builder.environment().put("LC_ALL", "C");
        builder.environment().put("AGENT_SERVER_LOG_DIR", "target/logs");
        builder.environment().putAll(environment);
        return new CommandProcess(builder.start());
    }

    /** A server on a free port, once it listens. */
    static CommandProcess serve(String... arguments) throws Exception {
        List<String> all = new ArrayList<>(List.of("serve", "--port", "0"));
        all.addAll(List.of(arguments));
        CommandProcess server = start(Map.of(), all.toArray(String[]::new));
        server.awaitOut("Port: ");
        return server;
    }

    /** Waits for a line on the standard output that holds a text, and returns it. */
    String awaitOut(String text) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        synchronized (out) {
            while (true) {
                for (String line : out) {
                    if (line.contains(text)) {
                        return line;
                    }
                }
                long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
                assertThat(left).as("%s in %s, errors %s", text, out, err).isPositive();
                assertThat(process.isAlive() || readers.get(0).isAlive())
                        .as("%s in %s, errors %s", text, out, err)
                        .isTrue();
                out.wait(Math.min(left, 100));
            }
        }
    }

    int port() throws InterruptedException {
        return Integer.parseInt(awaitOut("Port: ").substring("Port: ".length()));
    }

    String generatedKey() throws InterruptedException {
        String start = "** UFO Server API key: ";
        return awaitOut(start).substring(start.length());
    }

    /** Sends a signal such as {@code TERM}. */
    void signal(String name) throws Exception {
        int code = new ProcessBuilder("kill", "-" + name, String.valueOf(process.pid()))
                .inheritIO()
                .start()
                .waitFor();
        assertThat(code).isZero();
    }

    /** Waits for the end and returns the exit code. */
    int exitCode() throws InterruptedException {
        assertThat(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS))
                .as("ended; output %s, errors %s", out, err)
                .isTrue();
        deaf = false;
        for (Thread reader : readers) {
            reader.join(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS));
        }
        return process.exitValue();
    }

    /** From now on its output is not read, until it has ended: when the pipe is full, writing to it waits. */
    void stopReading() {
        deaf = true;
    }

    List<String> out() {
        synchronized (out) {
            return List.copyOf(out);
        }
    }

    List<String> err() {
        synchronized (err) {
            return List.copyOf(err);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }

    private Thread reader(InputStream stream, List<String> lines) {
        Thread thread = new Thread(() -> read(stream, lines), "output of the command");
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void read(InputStream stream, List<String> lines) {
        try (BufferedReader reader = new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    lines.add(line);
                    lines.notifyAll();
                }
                while (deaf) {
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
