package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** A constellation's connection (contract 8.2). */
final class LiveConstellation extends LiveConnection<ConstellationConnection> implements ConstellationConnection {

    private static final RawJson CAPABILITIES = RawJson.array(List.of(
            RawJson.ofString("task_distribution"),
            RawJson.ofString("session_management"),
            RawJson.ofString("device_coordination")));

    private @Nullable Awaited<@Nullable RawJson> deviceInfos;

    LiveConstellation(ClientConfig config) {
        super(config);
    }

    @Override
    ConstellationConnection self() {
        return this;
    }

    @Override
    ClientMessage registerMessage() {
        Map<String, RawJson> members = new LinkedHashMap<>();
        members.put("type", RawJson.ofString("constellation_client"));
        int at = clientId().indexOf('@');
        if (at > 0) {
            members.put("task_name", RawJson.ofString(clientId().substring(0, at)));
        }
        if (config.targetId != null) {
            members.put("targeted_device_id", RawJson.ofString(config.targetId));
        }
        members.put("capabilities", CAPABILITIES);
        members.put("version", RawJson.ofString("2.0"));
        members.putAll(config.metadata);
        return new ClientMessage.Register(
                header(MessageStatus.OK, null), config.targetId, null, null, RawJson.object(members));
    }

    /** The real Galaxy waits for heartbeat/ok or for an error (contract 8.2). */
    @Override
    Registration judge(ServerMessage answer) {
        return switch (answer.type()) {
            case HEARTBEAT ->
                answer.header().status() == MessageStatus.OK ? Registration.CONFIRMED : Registration.UNANSWERED;
            case ERROR -> Registration.REFUSED;
            default -> Registration.UNANSWERED;
        };
    }

    @Override
    @Nullable
    RawJson heartbeatMetadata() {
        return config.targetId == null ? null : RawJson.object(Map.of("device_id", RawJson.ofString(config.targetId)));
    }

    @Override
    ClientMessage taskMessage(TaskRequest request) {
        String target = request.targetId() == null ? config.targetId : request.targetId();
        return new ClientMessage.Task(
                header(MessageStatus.CONTINUE, request.sessionId()),
                request.taskName(),
                target,
                request.request(),
                null,
                null);
    }

    @Override
    void handle(ServerMessage message, int bytes) {
        if (message instanceof ServerMessage.DeviceInfoResponse response && deviceInfos != null) {
            String requestId = response.header().responseId();
            if (requestId != null) {
                deviceInfos.answer(requestId, response.result());
            }
        }
    }

    @Override
    void over(CloseInfo info) {
        if (deviceInfos != null) {
            deviceInfos.failAll(new ConnectionLostException("device info unanswered", info));
        }
    }

    @Override
    public Mono<RawJson> deviceInfo() {
        String target = config.targetId;
        return target == null
                ? Mono.error(new IllegalStateException(
                        "deviceInfo: this constellation registered without a target. Name the device"))
                : deviceInfo(target);
    }

    @Override
    public Mono<RawJson> deviceInfo(String deviceId) {
        return Mono.create(sink -> link().onLoop(() -> askFor(deviceId, sink)));
    }

    private void askFor(String deviceId, MonoSink<RawJson> sink) {
        if (deviceInfos == null) {
            deviceInfos = new Awaited<>();
        }
        String requestId = "device_info_" + deviceId + "_" + RandomIds.next();
        Awaited.Waiter<@Nullable RawJson> waiter =
                deviceInfos.add(requestId, info -> answer(deviceId, info, sink), sink::error);
        if (waiter == null) {
            throw new IllegalStateException("two random ids are the same: " + requestId);
        }
        sink.onCancel(() -> link().cleanUp(waiter::remove));
        waiter.failAfter(
                link(),
                config.deviceInfoTimeout,
                () -> new AipTimeoutException(
                        "device info of '" + deviceId + "': no answer within " + config.deviceInfoTimeout));
        link().send(
                        new ClientMessage.DeviceInfoRequest(header(MessageStatus.OK, null), deviceId, requestId),
                        failure -> {
                            if (failure != null) {
                                waiter.fail(failure);
                            }
                        });
    }

    /** A failure shows as the key "error" in the result, whatever the status (contract 3.7). */
    private static void answer(String deviceId, @Nullable RawJson info, MonoSink<RawJson> sink) {
        if (info == null) {
            sink.error(new DeviceInfoException("device info of '" + deviceId + "': the answer has no result"));
            return;
        }
        RawJson error = info.member("error");
        if (error == null) {
            sink.success(info);
        } else {
            String text = error.stringValue();
            sink.error(new DeviceInfoException(
                    "device info of '" + deviceId + "': " + (text == null ? error.toString() : text)));
        }
    }

    @Override
    public Mono<TaskOutcome> task(String sessionId, String taskName, String request) {
        return task(new TaskRequest(sessionId, taskName, null, request));
    }
}
