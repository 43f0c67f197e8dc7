package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.stats.ServerSample;
import java.io.IOException;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Asks the server once a second what it says of itself, over one kept connection and on a thread of its own. A server without
 * {@code /metrics} is asked once.
 */
final class ServerSampler {

    private static final int TIMEOUT_MILLIS = 2_000;
    private static final int NOT_FOUND = 404;

    private final Target target;
    private final long start;
    private final List<ServerSample> samples = new ArrayList<>();
    private final Thread thread = new Thread(this::run, "server-metrics");
    private volatile boolean over;
    private PrometheusText last = PrometheusText.of("");

    private ServerSampler(Target target, long start) {
        this.target = target;
        this.start = start;
        thread.setDaemon(true);
    }

    static ServerSampler begin(Target target, long start) {
        ServerSampler sampler = new ServerSampler(target, start);
        // A certificate that only --insecure accepts is not worth a second TLS set-up here.
        if (!(target.secure() && target.insecure())) {
            sampler.thread.start();
        }
        return sampler;
    }

    private void run() {
        while (!over && sample()) {
            long since = System.nanoTime() - start;
            long rest = 1_000_000_000L - Math.floorMod(since, 1_000_000_000L);
            try {
                Thread.sleep(rest / 1_000_000, (int) (rest % 1_000_000));
            } catch (InterruptedException e) {
                return;
            }
        }
    }

    /** Whether to ask again. */
    private boolean sample() {
        try {
            HttpURLConnection connection = (HttpURLConnection)
                    URI.create(target.url() + "/metrics").toURL().openConnection();
            connection.setConnectTimeout(TIMEOUT_MILLIS);
            connection.setReadTimeout(TIMEOUT_MILLIS);
            // The key is for this server alone.
            connection.setInstanceFollowRedirects(false);
            connection.setRequestProperty("Accept", "text/plain;version=0.0.4");
            String key = target.apiKey();
            if (key != null) {
                connection.setRequestProperty("X-API-Key", key);
            }
            int status = connection.getResponseCode();
            if (status != HttpURLConnection.HTTP_OK) {
                return status != NOT_FOUND && status != HttpURLConnection.HTTP_UNAUTHORIZED;
            }
            try (InputStream body = connection.getInputStream()) {
                add(new String(body.readAllBytes(), StandardCharsets.UTF_8));
            }
        } catch (IOException e) {
            // It is away; whether it comes back is what the run is about.
        }
        return true;
    }

    private void add(String text) {
        double seconds = (System.nanoTime() - start) / 1e9;
        PrometheusText now = PrometheusText.of(text);
        Map<String, Double> values = now.values(last);
        last = now;
        if (!values.isEmpty() && seconds >= 0) {
            synchronized (samples) {
                samples.add(new ServerSample(seconds, values));
            }
        }
    }

    /** Ends it and gives what it has. */
    List<ServerSample> end() {
        over = true;
        thread.interrupt();
        synchronized (samples) {
            return List.copyOf(samples);
        }
    }
}
