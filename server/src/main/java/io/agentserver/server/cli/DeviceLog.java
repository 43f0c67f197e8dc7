package io.agentserver.server.cli;

import io.agentserver.protocol.ServerMessage;
import io.agentserver.protocol.client.AipConnection;
import io.agentserver.protocol.client.ClientListener;
import io.agentserver.protocol.client.CloseInfo;
import io.agentserver.server.logging.LogText;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what a simulated device lives through. Called on the event loop of its connection. */
final class DeviceLog implements ClientListener {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceLog.class);

    @Override
    public void registered(AipConnection connection, long nanoTime) {
        LOG.info("[{}] registered", connection.clientId());
    }

    @Override
    public void failed(String clientId, Throwable cause, long nanoTime) {
        LOG.warn("[{}] cannot register: {}", clientId, cause.getMessage());
    }

    @Override
    public void received(AipConnection connection, ServerMessage message, int bytes, long nanoTime) {
        switch (message.type()) {
            case TASK ->
                LOG.info(
                        "[{}] task: {}",
                        connection.clientId(),
                        LogText.quote(String.valueOf(((ServerMessage.Task) message).userRequest())));
            case COMMAND ->
                LOG.info("[{}] commands: {}", connection.clientId(), tools((ServerMessage.Commands) message));
            case TASK_END -> end(connection, (ServerMessage.TaskEnd) message);
            case ERROR ->
                LOG.warn(
                        "[{}] refused: {}",
                        connection.clientId(),
                        LogText.quote(String.valueOf(((ServerMessage.Error) message).error())));
            default -> LOG.debug("[{}] {}", connection.clientId(), message.type());
        }
    }

    @Override
    public void closed(AipConnection connection, CloseInfo info, long nanoTime) {
        LOG.info("[{}] closed by {}: {} {}", connection.clientId(), info.origin(), info.code(), info.reason());
    }

    private static void end(AipConnection connection, ServerMessage.TaskEnd end) {
        if (end.error() == null) {
            LOG.info("[{}] task ended", connection.clientId());
        } else {
            LOG.info("[{}] task ended: {}", connection.clientId(), LogText.quote(end.error()));
        }
    }

    private static String tools(ServerMessage.Commands commands) {
        return commands.actions().stream().map(command -> command.toolName()).collect(Collectors.joining(", "));
    }
}
