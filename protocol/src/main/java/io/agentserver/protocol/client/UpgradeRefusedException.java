package io.agentserver.protocol.client;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The server answered the WebSocket upgrade with another HTTP status than 101 (contract 1.2, 1.5). */
public final class UpgradeRefusedException extends AipClientException {

    private static final long serialVersionUID = 1L;

    private final int status;
    private final @Nullable Duration retryAfter;

    UpgradeRefusedException(String endpoint, int status, @Nullable Duration retryAfter) {
        super(
                "upgrade at " + endpoint + " refused: HTTP " + status + " (expected: 101). "
                        + advice(status, retryAfter),
                null);
        this.status = status;
        this.retryAfter = retryAfter;
    }

    private static String advice(int status, @Nullable Duration retryAfter) {
        return switch (status) {
            case 401, 403 -> "Check the API key, or the server's allowed origins and hosts";
            case 404 -> "Check the path: AIP servers listen at /ws";
            case 503 ->
                "The server is full, starting or draining: "
                        + (retryAfter == null ? "try again later" : "try again after " + retryAfter.toSeconds() + " s");
            default -> "Check that an AIP server listens there";
        };
    }

    /** The HTTP status: 403 for a wrong or missing API key, 503 for a server that takes no more connections. */
    public int status() {
        return status;
    }

    /** The answer's {@code Retry-After} in seconds, if it had one. */
    public Optional<Duration> retryAfter() {
        return Optional.ofNullable(retryAfter);
    }
}
