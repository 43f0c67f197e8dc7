package io.agentserver.server.cli;

import io.netty.handler.codec.http.HttpResponseStatus;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.Exceptions;
import reactor.core.publisher.Mono;
import reactor.netty.http.client.HttpClient;
import reactor.netty.resources.ConnectionProvider;

/**
 * Measures how long a server takes to answer, as the seeds' scripts do: each time on a connection of its own, from before it
 * is opened to the last byte of the body (contract M-70, M-74). Blocks the calling thread.
 */
final class LatencyProbe {

    private static final Logger LOG = LoggerFactory.getLogger(LatencyProbe.class);

    /** For the whole of a measurement. */
    private static final Duration TIMEOUT = Duration.ofSeconds(10);

    private static final int FIRST_ERROR = HttpResponseStatus.BAD_REQUEST.code();

    private final String url;
    private final HttpClient http;

    LatencyProbe(String url, @Nullable String apiKey) {
        this.url = url;
        this.http = ServerHttp.withKey(HttpClient.create(ConnectionProvider.newConnection()), apiKey);
    }

    /** Asks once without measuring, else the first latency would be that of loading this program's own classes. */
    void warmUp() {
        // Whether it is answered is told by the first measurement.
        ask("/api/health/live").onErrorComplete().block();
    }

    /** The latency of a path in milliseconds; none when it failed, which is logged under that name. */
    OptionalDouble measure(String path, String name) {
        long began = System.nanoTime();
        try {
            int status = Objects.requireNonNull(ask(path).block());
            double millis = (System.nanoTime() - began) / 1_000_000.0;
            if (status < FIRST_ERROR) {
                return OptionalDouble.of(millis);
            }
            LOG.error("Failed to measure {}: HTTP {}", name, status);
        } catch (RuntimeException e) {
            LOG.error("Failed to measure {}: {}", name, reason(Exceptions.unwrap(e)));
        }
        return OptionalDouble.empty();
    }

    private Mono<Integer> ask(String path) {
        return http.get()
                .uri(URI.create(url + path))
                .responseSingle((response, body) ->
                        body.then(Mono.fromSupplier(() -> response.status().code())))
                .timeout(
                        TIMEOUT,
                        Mono.error(() -> new IllegalStateException("no answer within " + DurationText.print(TIMEOUT))));
    }

    private static String reason(Throwable error) {
        String message = error.getMessage();
        return Fault.quote(message == null ? error.getClass().getSimpleName() : message, 200);
    }
}
