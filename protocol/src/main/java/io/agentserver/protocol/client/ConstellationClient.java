package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientType;
import java.net.URI;
import java.time.Duration;
import java.util.Objects;

/**
 * A constellation: asks for tasks on devices and reads what devices say about themselves, as the real Galaxy does
 * (contract 8.2), which opens one connection per device.
 *
 * <pre>{@code
 * ConstellationClient.create(URI.create("ws://localhost:5000/ws"))
 *         .clientId("night_run@lab-pc-7")
 *         .targetId("lab-pc-7")
 *         .connect()
 *         .flatMap(galaxy -> galaxy.task(TaskRequest.of("count the log files"))
 *                 .flatMap(outcome -> galaxy.close().thenReturn(outcome)))
 *         .block();
 * }</pre>
 */
public final class ConstellationClient extends AipClient<ConstellationClient, ConstellationConnection> {

    private ConstellationClient(ClientConfig config) {
        super(config);
    }

    /**
     * A constellation for the server at that URI, such as {@code ws://localhost:5000/ws}; its query is kept.
     *
     * @throws IllegalArgumentException when the scheme is neither ws nor wss or the host is missing
     */
    public static ConstellationClient create(URI uri) {
        return new ConstellationClient(ClientConfig.constellation(new Endpoint(uri, null)));
    }

    /** The device to register with; the server refuses one that is not connected. Default: none (contract 3.3). */
    public ConstellationClient targetId(String deviceId) {
        Objects.requireNonNull(deviceId, "deviceId");
        return with(c -> c.targetId = deviceId);
    }

    /** How long {@link ConstellationConnection#deviceInfo} waits. Default: 10 s. */
    public ConstellationClient deviceInfoTimeout(Duration timeout) {
        Durations.requirePositive("deviceInfoTimeout", timeout);
        return with(c -> c.deviceInfoTimeout = timeout);
    }

    /**
     * The role its HEARTBEATs claim. Default: {@code device}, which the real Galaxy writes and a server must tolerate
     * (contract 2.3, 2.7).
     */
    public ConstellationClient heartbeatType(ClientType type) {
        Objects.requireNonNull(type, "type");
        return with(c -> c.heartbeatType = type);
    }

    @Override
    ConstellationClient create(ClientConfig changed) {
        return new ConstellationClient(changed);
    }

    @Override
    LiveConnection<ConstellationConnection> connection() {
        return new LiveConstellation(config);
    }
}
