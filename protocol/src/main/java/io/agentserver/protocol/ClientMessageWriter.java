package io.agentserver.protocol;

import static io.agentserver.protocol.ClientField.ACTION_RESULTS;
import static io.agentserver.protocol.ClientField.CLIENT_ID;
import static io.agentserver.protocol.ClientField.CLIENT_TYPE;
import static io.agentserver.protocol.ClientField.ERROR;
import static io.agentserver.protocol.ClientField.METADATA;
import static io.agentserver.protocol.ClientField.PREV_RESPONSE_ID;
import static io.agentserver.protocol.ClientField.REQUEST;
import static io.agentserver.protocol.ClientField.REQUEST_ID;
import static io.agentserver.protocol.ClientField.RESULT;
import static io.agentserver.protocol.ClientField.SESSION_ID;
import static io.agentserver.protocol.ClientField.STATUS;
import static io.agentserver.protocol.ClientField.TARGET_ID;
import static io.agentserver.protocol.ClientField.TASK_NAME;
import static io.agentserver.protocol.ClientField.TIMESTAMP;
import static io.agentserver.protocol.ClientField.TYPE;

import java.util.List;

/** Writes messages of clients as the real clients do (contract 2.3). Scratch space of one thread. */
final class ClientMessageWriter {

    private final JsonWriter out = new JsonWriter();
    private final ObjectWriter object = new ObjectWriter(out, ClientField.values());
    private final ObjectWriter result = new ObjectWriter(out, ResultField.values());

    RawJson write(ClientMessage message) {
        ClientHeader header = message.header();
        ClientType clientType = header.clientType();
        out.begin();
        object.begin();
        object.text(TYPE, message.type().wire());
        object.text(STATUS, header.status().wire());
        object.text(CLIENT_TYPE, clientType == null ? null : clientType.wire());
        object.text(SESSION_ID, header.sessionId());
        if (message instanceof ClientMessage.Task task) {
            object.text(TASK_NAME, task.taskName());
        }
        object.text(CLIENT_ID, header.clientId());
        beforeTimestamp(message);
        object.text(TIMESTAMP, header.timestamp());
        afterTimestamp(message);
        object.end(METADATA);
        return out.finish();
    }

    private void beforeTimestamp(ClientMessage message) {
        if (message instanceof ClientMessage.Register register) {
            object.text(TARGET_ID, register.targetId());
        } else if (message instanceof ClientMessage.Task task) {
            object.text(TARGET_ID, task.targetId());
            object.text(REQUEST, task.request());
        } else if (message instanceof ClientMessage.DeviceInfoRequest request) {
            object.text(TARGET_ID, request.targetId());
        } else if (message instanceof ClientMessage.CommandResults results) {
            object.key(ACTION_RESULTS);
            results(results.actionResults());
        }
    }

    private void afterTimestamp(ClientMessage message) {
        if (message instanceof ClientMessage.Register register) {
            object.value(METADATA, register.metadata());
        } else if (message instanceof ClientMessage.Heartbeat heartbeat) {
            object.value(METADATA, heartbeat.metadata());
        } else if (message instanceof ClientMessage.Task task) {
            object.text(REQUEST_ID, task.requestId());
            object.value(METADATA, task.metadata());
        } else if (message instanceof ClientMessage.DeviceInfoRequest request) {
            object.text(REQUEST_ID, request.requestId());
        } else if (message instanceof ClientMessage.CommandResults results) {
            object.text(REQUEST_ID, results.requestId());
            object.text(PREV_RESPONSE_ID, results.prevResponseId());
        } else if (message instanceof ClientMessage.TaskEnd end) {
            object.text(ERROR, end.error());
            object.value(RESULT, end.result());
        } else if (message instanceof ClientMessage.Error error) {
            object.text(ERROR, error.error());
        }
    }

    private void results(List<Result> results) {
        out.raw('[');
        for (int i = 0; i < results.size(); i++) {
            if (i > 0) {
                out.raw(',');
            }
            Result one = results.get(i);
            result.begin();
            result.text(ResultField.STATUS, one.status().wire());
            result.text(ResultField.ERROR, one.error());
            result.value(ResultField.RESULT, one.result());
            result.text(ResultField.NAMESPACE, one.namespace());
            result.text(ResultField.CALL_ID, one.callId());
            result.end(ResultField.CALL_ID);
        }
        out.raw(']');
    }
}
