package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** A server in a process of its own, started, measured from outside, and ended by its process id. */
final class ServerProcess implements AutoCloseable {

    private static final String API_KEY = "bench";
    private static final Duration START_TIMEOUT = Duration.ofSeconds(60);
    private static final Pattern OTHER_MEMORY = Pattern.compile("Other \\(reserved=[0-9]+KB, committed=([0-9]+)KB\\)");
    private static final long LOOK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final Process process;
    private final Target target;
    private final Path output;
    private final Duration startTime;

    private ServerProcess(Process process, Target target, Path output, Duration startTime) {
        this.process = process;
        this.target = target;
        this.output = output;
        this.startTime = startTime;
    }

    /** Starts the server and waits for the first 200 on its health path. Its output goes to a file in the folder. */
    static ServerProcess start(Subject subject, Path hubJar, String ownClassPath, Path folder) {
        Target target = new Target(freePort(), API_KEY);
        try {
            Files.createDirectories(folder);
            Path output = folder.resolve(subject.kind().name().toLowerCase(Locale.ROOT) + ".out");
            ProcessBuilder builder = new ProcessBuilder(subject.command(hubJar, ownClassPath, target))
                    .directory(folder.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile());
            long began = System.nanoTime();
            Process process = builder.start();
            awaitHealth(process, target, output);
            return new ServerProcess(process, target, output, Duration.ofNanos(System.nanoTime() - began));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Target target() {
        return target;
    }

    long pid() {
        return process.pid();
    }

    /** From the start of the process to the first 200. */
    Duration startTime() {
        return startTime;
    }

    /** What the process keeps in memory. */
    long residentBytes() {
        try (Stream<String> lines = Files.lines(proc("status"))) {
            String line =
                    lines.filter(text -> text.startsWith("VmRSS:")).findFirst().orElseThrow();
            return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1_024;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** What the process has used of all cores so far. */
    double cpuSeconds() {
        return CpuClock.process(pid());
    }

    /** What it has printed so far. */
    String output() {
        try {
            return Files.readString(output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The body of its answer to a GET. */
    String get(String path) {
        try (InputStream body = URI.create(target.url(path)).toURL().openStream()) {
            return new String(body.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until the hub has noticed that all clients are gone. */
    void awaitNobodyConnected() {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
        while (!get(ConstantReplies.HEALTH_PATH).contains("\"connected_clients\":0,")) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("Clients are still connected a minute after they have gone");
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    /** Sends it a signal, such as {@code STOP}. */
    void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, Long.toString(pid())).start().waitFor();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while sending a signal", e);
        }
    }

    /**
     * Memory outside the heap that Java code has asked for, buffers above all.
     *
     * @throws IllegalStateException when the server runs without {@code -XX:NativeMemoryTracking=summary}
     */
    long directBytes() {
        Matcher other = OTHER_MEMORY.matcher(jcmd("VM.native_memory"));
        if (!other.find()) {
            throw new IllegalStateException("The server does not track its native memory");
        }
        return Long.parseLong(other.group(1)) * 1_024;
    }

    /** Collects all garbage and tells what is left. */
    long liveHeapBytes() {
        String histogram = jcmd("GC.class_histogram");
        String total = histogram
                .lines()
                .filter(line -> line.startsWith("Total"))
                .findFirst()
                .orElseThrow();
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly().waitFor();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }

    private String jcmd(String command) {
        String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
        try {
            Process tool = new ProcessBuilder(List.of(jcmd, Long.toString(pid()), command))
                    .redirectErrorStream(true)
                    .start();
            return new String(tool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Path proc(String file) {
        return Path.of("/proc", Long.toString(pid()), file);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket()) {
            socket.bind(new InetSocketAddress("127.0.0.1", 0));
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void awaitHealth(Process process, Target target, Path output) throws IOException {
        long deadline = System.nanoTime() + START_TIMEOUT.toNanos();
        while (!isHealthy(target)) {
            if (!process.isAlive() || System.nanoTime() > deadline) {
                process.destroyForcibly();
                throw new IllegalStateException("The server did not start:\n" + Files.readString(output));
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    /** A request by hand: an HTTP client that loads its classes here would take the core the server starts on. */
    private static boolean isHealthy(Target target) {
        try (Socket socket = new Socket()) {
            socket.connect(target.address(), 1_000);
            socket.setSoTimeout(5_000);
            OutputStream out = socket.getOutputStream();
            out.write(("GET " + ConstantReplies.HEALTH_PATH + " HTTP/1.1\r\nHost: 127.0.0.1:" + target.port()
                            + "\r\nConnection: close\r\n\r\n")
                    .getBytes(StandardCharsets.US_ASCII));
            InputStream in = socket.getInputStream();
            return new String(in.readNBytes(12), StandardCharsets.US_ASCII).equals("HTTP/1.1 200");
        } catch (IOException e) {
            return false;
        }
    }
}
