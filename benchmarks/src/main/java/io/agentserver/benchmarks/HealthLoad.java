package io.agentserver.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** {@code GET /api/health} as fast as the server answers: with wrk where it is installed, else from our own event loop. */
final class HealthLoad {

    private static final Pattern WRK_RATE = Pattern.compile("Requests/sec:\\s+([0-9.]+)");

    private final Target target;
    private final int connections;

    HealthLoad(Target target, int connections) {
        this.target = target;
        this.connections = connections;
    }

    /** Whether there is a {@code wrk} to call; it costs less than our own client and leaves more to the server. */
    static boolean wrkInstalled() {
        for (String folder : System.getenv().getOrDefault("PATH", "").split(":")) {
            if (Files.isExecutable(Path.of(folder, "wrk"))) {
                return true;
            }
        }
        return false;
    }

    /** Answers per second over that time. */
    double perSecond(Duration duration) {
        return wrkInstalled() ? withWrk(duration) : withOwnClient(duration);
    }

    private double withWrk(Duration duration) {
        String[] command = {
            "wrk", "-t1", "-c" + connections, "-d" + duration.toSeconds() + "s", target.url(ConstantReplies.HEALTH_PATH)
        };
        try {
            Process wrk = new ProcessBuilder(command).redirectErrorStream(true).start();
            String output = new String(wrk.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher rate = WRK_RATE.matcher(output);
            if (!rate.find() || output.contains("Non-2xx") || output.contains("Socket errors")) {
                throw new IllegalStateException("wrk met errors:\n" + output);
            }
            return Double.parseDouble(rate.group(1));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private double withOwnClient(Duration duration) {
        try (ClientLoop loop = new ClientLoop()) {
            Requests requests = new Requests();
            long began = System.nanoTime();
            List<HttpConnection> opened = loop.call(() -> requests.open(loop));
            requests.failed
                    .completeOnTimeout(null, duration.toNanos(), TimeUnit.NANOSECONDS)
                    .join();
            double rate = loop.call(() -> requests.answers) * 1e9 / (System.nanoTime() - began);
            loop.call(() -> {
                opened.forEach(HttpConnection::close);
                return true;
            });
            return rate;
        }
    }

    /** The own client; on its event loop. */
    private final class Requests implements HttpConnection.Listener {

        private final byte[] request = ("GET " + ConstantReplies.HEALTH_PATH + " HTTP/1.1\r\nHost: 127.0.0.1:"
                        + target.port() + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        private final CompletableFuture<Void> failed = new CompletableFuture<>();
        private long answers;

        private List<HttpConnection> open(ClientLoop loop) {
            List<HttpConnection> opened = new ArrayList<>();
            for (int i = 0; i < connections; i++) {
                opened.add(HttpConnection.open(loop, target, this));
            }
            return opened;
        }

        @Override
        public void ready(HttpConnection connection) {
            connection.send(request);
        }

        @Override
        public void answered(HttpConnection connection) {
            answers++;
            connection.send(request);
        }

        @Override
        public void failed(String reason) {
            failed.completeExceptionally(new IllegalStateException("Asking for health failed: " + reason));
        }
    }
}
