package io.agentserver.server.hub;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.DisconnectReason;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Lets clients in and out. Registration pins an identity to a connection; the entry exists as long as the connection does
 * (contract 1.7, 3.1 to 3.5, 3.14).
 */
public final class Hub {

    private final ClientRegistry registry;
    private final ServerFrames frames;
    private final Timing timing;
    private final TaskDesk tasks;
    private final ServerObserver observer;
    private final DeviceSettings deviceSettings;
    private final String defaultPlatform;
    private final AtomicLong sequence = new AtomicLong();

    public Hub(
            AgentServerConfig config,
            ClientRegistry registry,
            ServerFrames frames,
            Timing timing,
            TaskDesk tasks,
            ServerObserver observer) {
        this.registry = registry;
        this.frames = frames;
        this.timing = timing;
        this.tasks = tasks;
        this.observer = observer;
        this.deviceSettings = new DeviceSettings(config.devices());
        String platform = config.platform();
        this.defaultPlatform = platform == null ? "windows" : platform;
    }

    /**
     * Registers the client behind a channel. The id is taken first and the client can be found only once its confirmation
     * is queued, which is therefore the first frame on its socket (contract 1.7).
     */
    public Registration register(ClientMessage.Register register, ClientChannel channel) {
        String clientId = register.header().clientId();
        if (clientId == null || clientId.isEmpty()) {
            return new Registration.Refused(
                    "Client ID is required for WebSocket registration", CloseCode.BAD_REGISTRATION);
        }
        ClientType type = register.header().clientType() == null
                ? ClientType.DEVICE
                : register.header().clientType();
        String target = type == ClientType.CONSTELLATION ? register.targetId() : null;
        if (target != null && !isConnectedDevice(target)) {
            return new Registration.Refused(notConnected(target), CloseCode.REFUSED);
        }
        RegisteredClient client =
                new RegisteredClient(describe(register, clientId, type, target), channel, sequence.incrementAndGet());
        RegisteredClient holder = registry.add(client);
        if (holder != null) {
            return new Registration.Contested(holder);
        }
        confirm(client);
        observer.clientRegistered(client.info());
        return new Registration.Confirmed(client);
    }

    private void confirm(RegisteredClient client) {
        try {
            client.channel().send(ServerMessageType.HEARTBEAT, frames.heartbeat());
            client.enter();
        } finally {
            // Out of memory, say: an entry that nobody holds would keep its id for ever.
            if (!client.entered()) {
                registry.remove(client);
            }
        }
    }

    /** The refusal of an id whose holder is alive. */
    public Registration.Refused refuseDuplicate(String clientId) {
        return new Registration.Refused(
                "client_id " + PythonText.repr(clientId)
                        + " is already registered; duplicate registrations are not allowed",
                CloseCode.REFUSED);
    }

    /** Takes the id from a holder that did not answer the probe. */
    public void evict(RegisteredClient holder) {
        disconnected(holder, DisconnectReason.EVICTED);
        holder.channel().close(CloseCode.EVICTED);
    }

    /**
     * The disconnect procedure: frees the id, then cancels what the client executes or asked for. Any thread; the first
     * call counts.
     */
    public void disconnected(RegisteredClient client, DisconnectReason reason) {
        if (!client.markGone()) {
            return;
        }
        registry.remove(client);
        observer.clientDisconnected(client.info(), reason);
        tasks.clientGone(client, reason);
        observer.clientRemoved(client.info());
    }

    /** Disconnects a client because an operator wants it; false when there is none of that id. */
    public boolean disconnect(String clientId) {
        RegisteredClient client = registry.find(clientId);
        if (client == null) {
            return false;
        }
        disconnected(client, DisconnectReason.OPERATOR);
        client.channel().close(CloseCode.OPERATOR);
        return true;
    }

    static String notConnected(String deviceId) {
        return "Target device " + PythonText.repr(deviceId) + " is not connected";
    }

    private ClientInfo describe(
            ClientMessage.Register register, String clientId, ClientType type, @Nullable String target) {
        String platform = register.platform() == null ? defaultPlatform : register.platform();
        RawJson systemInfo = type == ClientType.DEVICE ? register.systemInfo() : null;
        return new ClientInfo(
                clientId,
                type,
                platform,
                timing.clock().instant(),
                target,
                systemInfo == null ? null : deviceSettings.merge(clientId, systemInfo));
    }

    private boolean isConnectedDevice(String clientId) {
        RegisteredClient client = registry.find(clientId);
        return client != null && client.isDevice();
    }
}
