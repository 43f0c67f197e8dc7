package io.agentserver.server.testkit;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A JVM of its own, with the class path of the tests: for what one JVM cannot show, such as its size or its end. */
public final class JvmProcess implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** Old lines go when there are more. */
    private static final int MOST_LINES = 10_000;

    private final Process process;
    private final List<String> lines = new ArrayList<>();

    private JvmProcess(Process process) {
        this.process = process;
        Thread reader = new Thread(this::read, "jvm-process-output");
        reader.setDaemon(true);
        reader.start();
    }

    /** Starts a main class; both its outputs are read together. */
    public static JvmProcess start(List<String> jvmArguments, String mainClass, String... arguments) {
        return start(Map.of(), jvmArguments, mainClass, arguments);
    }

    /** Starts a main class with these variables in its environment. */
    public static JvmProcess start(
            Map<String, String> environment, List<String> jvmArguments, String mainClass, String... arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.add("-cp");
        command.add(System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")));
        command.add(mainClass);
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment()
                .keySet()
                .removeIf(name -> name.startsWith("AGENT_SERVER_")
                        || name.equals("LOG_LEVEL")
                        || name.equals("JAVA_TOOL_OPTIONS"));
        builder.environment().put("AGENT_SERVER_LOG_DIR", "target/logs");
        builder.environment().putAll(environment);
        try {
            return new JvmProcess(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The rest of the first line that begins like this, once there is one. */
    public String await(String beginning) {
        return await(beginning, PATIENCE);
    }

    /** The same with another patience. */
    public String await(String beginning, Duration patience) {
        Eventually.that("a line that begins with \"" + beginning + "\" from the process", patience, () -> {
            if (!process.isAlive() && find(beginning) == null) {
                throw new AssertionError("the process ended with " + process.exitValue() + ":\n" + output());
            }
            return find(beginning) != null;
        });
        return String.valueOf(find(beginning));
    }

    /** What it has printed. */
    public List<String> output() {
        synchronized (lines) {
            return List.copyOf(lines);
        }
    }

    public long pid() {
        return process.pid();
    }

    public boolean isAlive() {
        return process.isAlive();
    }

    /** Asks it to end, as {@code kill} does. */
    public void terminate() {
        process.destroy();
    }

    /** The exit code, once it has ended. */
    public int exitCode() {
        try {
            if (!process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new AssertionError("the process did not end within " + PATIENCE + ":\n" + output());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        return process.exitValue();
    }

    /** The bytes of memory it occupies now. */
    public long residentBytes() {
        return status("VmRSS");
    }

    /** The most bytes of memory it has occupied. */
    public long peakResidentBytes() {
        return status("VmHWM");
    }

    @Override
    public void close() {
        process.destroyForcibly();
        exitCode();
    }

    private long status(String field) {
        try {
            for (String line : Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status"))) {
                if (line.startsWith(field + ":")) {
                    return Long.parseLong(line.replaceAll("\\D", "")) * 1_024;
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        throw new IllegalStateException("no " + field + " in /proc/" + process.pid() + "/status");
    }

    private @Nullable String find(String beginning) {
        synchronized (lines) {
            for (String line : lines) {
                if (line.startsWith(beginning)) {
                    return line.substring(beginning.length());
                }
            }
            return null;
        }
    }

    private void read() {
        try (BufferedReader reader =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                synchronized (lines) {
                    if (lines.size() == MOST_LINES) {
                        lines.remove(MOST_LINES / 2);
                    }
                    lines.add(line);
                }
            }
        } catch (IOException closed) {
            // The process was ended while its output was read.
        }
    }
}
