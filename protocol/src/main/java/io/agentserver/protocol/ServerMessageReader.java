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

/** Reads messages of a server (contract 2.4) as strictly as the real clients do (contract 2.1). Scratch of one thread. */
final class ServerMessageReader {

    private final JsonReader in = new JsonReader();
    private final FieldIndex actions = new FieldIndex(in, CommandField.values());
    private final MessageFields fields;

    ServerMessageReader() {
        FieldIndex index = new FieldIndex(in, ServerField.values());
        index.nest(ACTIONS, actions);
        fields = new MessageFields(in, index);
    }

    /** Reads one message; what it keeps of an array that is not {@code owned} is copied. */
    ServerMessage read(byte[] array, int offset, int length, boolean owned, AipLimits limits) {
        in.reset(array, offset, length, owned, limits);
        try {
            fields.read();
            return message();
        } catch (JsonFault fault) {
            String sessionId = fault.kind() == JsonFault.Kind.SYNTAX ? null : fields.readable(SESSION_ID);
            throw new AipFormatException(fields.describe(fault), null, sessionId);
        } finally {
            in.release();
        }
    }

    private ServerMessage message() {
        ServerMessageType type = fields.required(TYPE, WireEnum.SERVER_MESSAGE_TYPE);
        MessageStatus status = fields.required(STATUS, WireEnum.MESSAGE_STATUS);
        fields.checkShapes();
        ServerHeader header =
                new ServerHeader(status, fields.text(SESSION_ID), fields.text(TIMESTAMP), fields.text(RESPONSE_ID));
        List<Command> commands = commands();
        return switch (type) {
            case TASK -> new ServerMessage.Task(header, fields.text(USER_REQUEST), fields.text(TASK_NAME));
            case COMMAND ->
                new ServerMessage.Commands(
                        header,
                        fields.text(AGENT_NAME),
                        fields.text(PROCESS_NAME),
                        fields.text(ROOT_NAME),
                        commands,
                        fields.text(TASK_NAME));
            case TASK_END -> new ServerMessage.TaskEnd(header, fields.value(RESULT), fields.text(ERROR));
            case HEARTBEAT -> new ServerMessage.Heartbeat(header);
            case DEVICE_INFO_REQUEST -> new ServerMessage.DeviceInfoRequest(header);
            case DEVICE_INFO_RESPONSE -> new ServerMessage.DeviceInfoResponse(header, fields.value(RESULT));
            case ERROR -> new ServerMessage.Error(header, fields.text(ERROR));
        };
    }

    /** The commands of any message, so that a faulty one is refused wherever it stands. */
    private List<Command> commands() {
        if (fields.token(ACTIONS) != Token.ARRAY) {
            return List.of();
        }
        MessageFields.checkElements(ACTIONS, actions);
        Command[] all = new Command[actions.rows()];
        for (int row = 0; row < all.length; row++) {
            all[row] = command(row);
        }
        return List.of(all);
    }

    private Command command(int row) {
        String toolName = actions.text(row, CommandField.TOOL_NAME);
        if (toolName == null) {
            throw MessageFields.elementFault(ACTIONS, row, CommandField.TOOL_NAME, "required");
        }
        if (actions.token(row, CommandField.TOOL_TYPE).isMissing()) {
            throw MessageFields.elementFault(ACTIONS, row, CommandField.TOOL_TYPE, "required");
        }
        ToolType toolType = actions.constant(row, CommandField.TOOL_TYPE, WireEnum.TOOL_TYPE);
        if (toolType == null) {
            throw MessageFields.elementFault(ACTIONS, row, CommandField.TOOL_TYPE, "unknown value");
        }
        return new Command(
                toolName,
                actions.value(row, CommandField.PARAMETERS),
                toolType,
                actions.text(row, CommandField.CALL_ID));
    }
}
