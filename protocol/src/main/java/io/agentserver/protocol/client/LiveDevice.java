package io.agentserver.protocol.client;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** A device's connection (contract 8.1). */
final class LiveDevice extends LiveConnection<DeviceConnection> implements DeviceConnection {

    private @Nullable DeviceWork work;

    LiveDevice(ClientConfig config) {
        super(config);
    }

    @Override
    DeviceConnection self() {
        return this;
    }

    @Override
    ClientMessage registerMessage() {
        var header = header(MessageStatus.OK, null);
        Map<String, RawJson> members = new LinkedHashMap<>();
        if (config.platform != null) {
            members.put("platform", RawJson.ofString(config.platform));
        }
        members.put("registration_time", RawJson.ofString(Timestamps.now(config.clock)));
        if (config.systemInfo != null) {
            members.put("system_info", config.systemInfo);
        }
        members.putAll(config.metadata);
        return new ClientMessage.Register(header, null, config.platform, config.systemInfo, RawJson.object(members));
    }

    /** The real client takes whatever comes first: status ok is success (contract 8.1). */
    @Override
    Registration judge(ServerMessage answer) {
        return answer.header().status() == MessageStatus.OK ? Registration.CONFIRMED : Registration.REFUSED;
    }

    @Override
    ClientMessage taskMessage(TaskRequest request) {
        return task(request.sessionId(), request.taskName(), request.targetId(), request.request());
    }

    /** Its own TASK in answer to one from the server, from whose session it takes nothing (contract 3.10). */
    ClientMessage answerTo(ServerMessage.Task task) {
        String name = task.taskName();
        return task(null, name == null || name.isEmpty() ? RandomIds.next() : name, null, task.userRequest());
    }

    private ClientMessage task(
            @Nullable String sessionId,
            @Nullable String taskName,
            @Nullable String targetId,
            @Nullable String request) {
        RawJson metadata =
                config.platform == null ? null : RawJson.object(Map.of("platform", RawJson.ofString(config.platform)));
        return new ClientMessage.Task(
                header(MessageStatus.CONTINUE, sessionId), taskName, targetId, request, RandomIds.next(), metadata);
    }

    @Override
    void handle(ServerMessage message, int bytes) {
        if (message instanceof ServerMessage.Commands || message instanceof ServerMessage.Task) {
            DeviceWork queue = work;
            if (queue == null) {
                queue = new DeviceWork(this);
                work = queue;
            }
            queue.offer(message, bytes);
        }
    }

    @Override
    void over(CloseInfo info) {
        if (work != null) {
            work.cancel();
        }
    }

    @Override
    public Mono<TaskOutcome> requestTask(String request, @Nullable String taskName) {
        return Mono.defer(() -> {
            TaskRequest unnamed = TaskRequest.of(request);
            return task(taskName == null ? unnamed : unnamed.withTaskName(taskName));
        });
    }
}
