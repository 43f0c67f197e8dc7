package io.agentserver.server.hub;

import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessageType;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks each message of a registered client against the pinned identity, in the order of contract 3.16, and gives it to
 * who handles it. Runs on the sender's event loop.
 */
public final class MessageRouter {

    private static final Set<String> PLATFORMS = Set.of("windows", "linux", "mobile");

    private final ClientRegistry registry;
    private final ServerFrames frames;
    private final TaskDesk tasks;
    private final Refusals refusals;
    private final ServerObserver observer;

    public MessageRouter(
            ClientRegistry registry, ServerFrames frames, TaskDesk tasks, Refusals refusals, ServerObserver observer) {
        this.registry = registry;
        this.frames = frames;
        this.tasks = tasks;
        this.refusals = refusals;
        this.observer = observer;
    }

    /** Handles one message; a sender that was evicted meanwhile is not heard any more. */
    public void route(RegisteredClient sender, ClientMessage message) {
        if (sender.gone()) {
            return;
        }
        ClientHeader header = message.header();
        if (header.clientId() != null && !header.clientId().equals(sender.id())) {
            refusals.refuse(sender, message, "client_id does not match the registered connection");
            return;
        }
        if (roleMatters(message.type())
                && header.clientType() != null
                && header.clientType() != sender.info().type()) {
            refusals.refuse(sender, message, "client_type does not match the registered connection");
            return;
        }
        switch (message.type()) {
            case HEARTBEAT -> send(sender, ServerMessageType.HEARTBEAT, frames.heartbeat());
            case TASK -> task(sender, (ClientMessage.Task) message);
            case COMMAND_RESULTS -> tasks.commandResults(sender, (ClientMessage.CommandResults) message);
            case DEVICE_INFO_REQUEST -> deviceInfo(sender, (ClientMessage.DeviceInfoRequest) message);
            case DEVICE_INFO_RESPONSE ->
                observer.messageDropped(message.type(), sender.id(), header.sessionId(), "nobody asked the device");
            case TASK_END -> taskEnd(sender, (ClientMessage.TaskEnd) message);
            case ERROR -> clientError(sender, (ClientMessage.Error) message);
            case REGISTER -> refusals.refuse(sender, message, "Unknown message type: register");
            case BINARY_DATA, FILE_TRANSFER_START, FILE_TRANSFER_COMPLETE -> binary(sender);
        }
    }

    /** Answers a message that could not be read; the connection stays (contract 3.16, 1). */
    public void unreadable(RegisteredClient sender, AipFormatException fault) {
        refusals.refuse(sender, Rejection.INVALID_MESSAGE, fault.messageType(), fault.sessionId(), fault.getMessage());
    }

    /** Answers a binary frame or the header of a transfer; the connection stays (contract 3.17). */
    public void binary(RegisteredClient sender) {
        refusals.refuse(sender, Rejection.BINARY, null, null, "Binary transfer is not supported");
    }

    private void task(RegisteredClient sender, ClientMessage.Task task) {
        RegisteredClient device = sender.isDevice() ? ownDevice(sender, task) : targetDevice(sender, task);
        if (device == null) {
            return;
        }
        String platform = device.info().platform();
        if (task.request() == null || task.request().isEmpty()) {
            refusals.refuse(sender, task, "Empty task content");
        } else if (!PLATFORMS.contains(platform)) {
            refusals.refuse(sender, task, "Service session not supported on " + platform);
        } else {
            tasks.task(sender, device, task);
        }
    }

    private @Nullable RegisteredClient ownDevice(RegisteredClient sender, ClientMessage.Task task) {
        if (task.targetId() != null
                && !task.targetId().isEmpty()
                && !task.targetId().equals(sender.id())) {
            refusals.refuse(sender, task, "Device clients may not target other devices");
            return null;
        }
        return sender;
    }

    private @Nullable RegisteredClient targetDevice(RegisteredClient sender, ClientMessage.Task task) {
        String target = task.targetId();
        if (target == null || target.isEmpty()) {
            refusals.refuse(sender, task, "Constellation task requests require target_id");
            return null;
        }
        RegisteredClient device = registry.find(target);
        if (device == null) {
            refusals.refuse(sender, task, Hub.notConnected(target));
            return null;
        }
        if (!device.isDevice()) {
            refusals.refuse(sender, task, "Constellation tasks may only target device clients");
            return null;
        }
        return device;
    }

    private void deviceInfo(RegisteredClient sender, ClientMessage.DeviceInfoRequest request) {
        if (sender.info().type() != ClientType.CONSTELLATION) {
            refusals.refuse(sender, request, "DEVICE_INFO_REQUEST is permitted only for constellation clients");
            return;
        }
        String scope = sender.info().targetId();
        String target = request.targetId() == null ? scope : request.targetId();
        if (scope != null && !scope.equals(target)) {
            refusals.refuse(sender, request, "Not authorized to request device info for this device");
            return;
        }
        send(
                sender,
                ServerMessageType.DEVICE_INFO_RESPONSE,
                frames.deviceInfo(request.requestId(), systemInfo(String.valueOf(target))));
    }

    private RawJson systemInfo(String deviceId) {
        RegisteredClient device = registry.find(deviceId);
        RawJson info = device == null ? null : device.info().systemInfo();
        if (info != null) {
            return info;
        }
        String text = "Device " + deviceId + " not found or no system info available";
        return RawJson.object(Map.of("error", RawJson.ofString(text)));
    }

    private void taskEnd(RegisteredClient sender, ClientMessage.TaskEnd end) {
        switch (end.header().status()) {
            case COMPLETED, OK, FAILED, ERROR -> {
                if (!tasks.taskEnd(sender, end)) {
                    refusals.refuse(sender, end, "Unknown message type: task_end");
                }
            }
            case CONTINUE -> refusals.refuse(sender, end, "Invalid message: status: must be completed or failed");
        }
    }

    private void clientError(RegisteredClient sender, ClientMessage.Error error) {
        String text = error.error() == null || error.error().isEmpty() ? "Unknown error" : error.error();
        send(sender, ServerMessageType.ERROR, frames.error(text, error.header().sessionId()));
        tasks.clientError(sender, error);
    }

    private static void send(RegisteredClient client, ServerMessageType type, RawJson frame) {
        client.channel().send(type, frame);
    }

    private static boolean roleMatters(ClientMessageType type) {
        return switch (type) {
            case HEARTBEAT, ERROR, TASK_END -> false;
            default -> true;
        };
    }
}
