package io.agentserver.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.TaskResult;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import org.jspecify.annotations.Nullable;

/** Steps that tests of sessions have in common. */
final class SessionSteps {

    private SessionSteps() {}

    static String dispatch(HubKit kit, String deviceId, String taskName) {
        return ((DispatchResult.Dispatched) kit.sessions().dispatch(deviceId, "r", taskName)).sessionId();
    }

    static TaskResult result(HubKit kit, String taskName) {
        TaskResult result = kit.results().find(taskName).block();
        assertThat(result).as("result of " + taskName).isNotNull();
        return result;
    }

    static String error(Client client) {
        return client.channel().takeOne(ServerMessage.Error.class).error();
    }

    static String responseId(Client device) {
        return command(device).header().responseId();
    }

    static ServerMessage.Commands command(Client device) {
        return device.channel().take().stream()
                .filter(ServerMessage.Commands.class::isInstance)
                .map(ServerMessage.Commands.class::cast)
                .reduce((first, second) -> second)
                .orElseThrow();
    }

    static ClientHeader end(@Nullable String sessionId, MessageStatus status) {
        return new ClientHeader(status, ClientType.DEVICE, null, sessionId, null);
    }
}
