package io.agentserver.protocol;

import static io.agentserver.protocol.ServerField.ACTIONS;
import static io.agentserver.protocol.ServerField.AGENT_NAME;
import static io.agentserver.protocol.ServerField.ERROR;
import static io.agentserver.protocol.ServerField.PROCESS_NAME;
import static io.agentserver.protocol.ServerField.RESPONSE_ID;
import static io.agentserver.protocol.ServerField.RESULT;
import static io.agentserver.protocol.ServerField.ROOT_NAME;
import static io.agentserver.protocol.ServerField.SESSION_ID;
import static io.agentserver.protocol.ServerField.STATUS;
import static io.agentserver.protocol.ServerField.TASK_NAME;
import static io.agentserver.protocol.ServerField.TIMESTAMP;
import static io.agentserver.protocol.ServerField.TYPE;
import static io.agentserver.protocol.ServerField.USER_REQUEST;

import java.util.List;

/** Writes messages of the server as the original does (contract 2.4, 2.5). Scratch space of one thread. */
final class ServerMessageWriter {

    private final JsonWriter out = new JsonWriter();
    private final ObjectWriter object = new ObjectWriter(out, ServerField.values());
    private final ObjectWriter command = new ObjectWriter(out, CommandField.values());

    RawJson write(ServerMessage message) {
        ServerHeader header = message.header();
        out.begin();
        object.begin();
        object.text(TYPE, message.type().wire());
        object.text(STATUS, header.status().wire());
        beforeSession(message);
        object.text(SESSION_ID, header.sessionId());
        if (message instanceof ServerMessage.Task task) {
            object.text(TASK_NAME, task.taskName());
        } else if (message instanceof ServerMessage.Commands commands) {
            object.text(TASK_NAME, commands.taskName());
        }
        object.text(TIMESTAMP, header.timestamp());
        object.text(RESPONSE_ID, header.responseId());
        if (message instanceof ServerMessage.TaskEnd end) {
            object.value(RESULT, end.result());
        } else if (message instanceof ServerMessage.DeviceInfoResponse response) {
            object.value(RESULT, response.result());
        }
        object.end(RESULT);
        return out.finish();
    }

    private void beforeSession(ServerMessage message) {
        if (message instanceof ServerMessage.Task task) {
            object.text(USER_REQUEST, task.userRequest());
        } else if (message instanceof ServerMessage.Commands commands) {
            object.text(AGENT_NAME, commands.agentName());
            object.text(PROCESS_NAME, commands.processName());
            object.text(ROOT_NAME, commands.rootName());
            object.key(ACTIONS);
            actions(commands.actions());
        } else if (message instanceof ServerMessage.TaskEnd end) {
            object.text(ERROR, end.error());
        } else if (message instanceof ServerMessage.Error error) {
            object.text(ERROR, error.error());
        }
    }

    private void actions(List<Command> actions) {
        out.raw('[');
        for (int i = 0; i < actions.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            Command one = actions.get(i);
            command.begin();
            command.text(CommandField.TOOL_NAME, one.toolName());
            command.value(CommandField.PARAMETERS, one.parameters());
            command.text(CommandField.TOOL_TYPE, one.toolType().wire());
            command.text(CommandField.CALL_ID, one.callId());
            command.end(CommandField.CALL_ID);
        }
        out.raw(']');
    }
}
