package io.agentserver.loadtest.net;

import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.Command;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the real clients say (contract 2 and 3), as messages. */
final class AipMessages {

    private static final RawJson DONE = RawJson.ofString("done");
    private static final RawJson LINUX = RawJson.of("{\"platform\":\"linux\"}");

    private AipMessages() {}

    static ClientMessage register(AipIdentity identity, String timestamp) {
        ClientHeader header = header(identity, null, MessageStatus.OK, timestamp);
        if (identity.constellation()) {
            return new ClientMessage.Register(header, identity.targetId(), null, null, constellation(identity));
        }
        return new ClientMessage.Register(header, null, "linux", null, device(identity, timestamp));
    }

    /** What a real device tells of itself (contract 2.8). */
    private static RawJson device(AipIdentity identity, String timestamp) {
        RawJson id = RawJson.ofString(identity.clientId());
        Map<String, RawJson> system = new LinkedHashMap<>();
        system.put("device_id", id);
        system.put("platform", RawJson.ofString("linux"));
        system.put("os_version", RawJson.ofString("6.1"));
        system.put("cpu_count", RawJson.of("4"));
        system.put("memory_total_gb", RawJson.of("15.5"));
        system.put("hostname", id);
        system.put("ip_address", RawJson.ofString("127.0.0.1"));
        system.put("supported_features", RawJson.of("[\"cli\"]"));
        system.put("platform_type", RawJson.ofString("computer"));
        system.put("schema_version", RawJson.ofString("1.0"));
        system.put("custom_metadata", RawJson.of("{}"));
        Map<String, RawJson> all = new LinkedHashMap<>();
        all.put("platform", RawJson.ofString("linux"));
        all.put("registration_time", RawJson.ofString(timestamp));
        all.put("system_info", RawJson.object(system));
        return RawJson.object(all);
    }

    /** What Galaxy tells of itself (contract 2.8). */
    private static RawJson constellation(AipIdentity identity) {
        Map<String, RawJson> all = new LinkedHashMap<>();
        all.put("type", RawJson.ofString("constellation_client"));
        String target = identity.targetId();
        if (target != null) {
            all.put("targeted_device_id", RawJson.ofString(target));
        }
        all.put("capabilities", RawJson.of("[\"task_distribution\",\"session_management\",\"device_coordination\"]"));
        all.put("version", RawJson.ofString("2.0"));
        return RawJson.object(all);
    }

    /** The device's own TASK in answer to one, its session null as the real client has it (contract 3.10). */
    static ClientMessage answer(AipIdentity identity, ServerMessage.Task task, String timestamp, String requestId) {
        return new ClientMessage.Task(
                header(identity, null, MessageStatus.CONTINUE, timestamp),
                task.taskName(),
                null,
                task.userRequest(),
                requestId,
                LINUX);
    }

    /** A success for every command (contract 3.11). */
    static ClientMessage answer(
            AipIdentity identity, ServerMessage.Commands commands, String timestamp, String requestId) {
        List<Result> results = commands.actions().stream()
                .map(Command::callId)
                .map(callId -> Result.success(DONE, callId))
                .toList();
        return new ClientMessage.CommandResults(
                header(
                        identity,
                        commands.header().sessionId(),
                        commands.header().status(),
                        timestamp),
                commands.header().responseId(),
                requestId,
                results);
    }

    /** A constellation's TASK (contract 3.9). */
    static ClientMessage task(
            AipIdentity identity, String sessionId, String taskName, String request, String timestamp) {
        return new ClientMessage.Task(
                header(identity, sessionId, MessageStatus.CONTINUE, timestamp),
                taskName,
                identity.targetId(),
                request,
                null,
                null);
    }

    /** A constellation's question (contract 3.7). */
    static ClientMessage deviceInfo(AipIdentity identity, String requestId, String timestamp) {
        return new ClientMessage.DeviceInfoRequest(
                header(identity, null, MessageStatus.OK, timestamp), identity.targetId(), requestId);
    }

    private static ClientHeader header(
            AipIdentity identity, @Nullable String sessionId, MessageStatus status, String timestamp) {
        ClientType type = identity.constellation() ? ClientType.CONSTELLATION : ClientType.DEVICE;
        return new ClientHeader(status, type, identity.clientId(), sessionId, timestamp);
    }
}
