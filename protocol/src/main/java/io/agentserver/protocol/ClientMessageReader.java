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
import org.jspecify.annotations.Nullable;

/** Reads messages of clients (contract 2.3) as tolerantly as contract 2.7 says. Scratch space of one thread. */
final class ClientMessageReader {

    private final JsonReader in = new JsonReader();
    private final FieldIndex results = new FieldIndex(in, ResultField.values());
    private final FieldIndex metadata = new FieldIndex(in, MetadataField.values());
    private final MessageFields fields;

    ClientMessageReader() {
        FieldIndex index = new FieldIndex(in, ClientField.values());
        index.nest(ACTION_RESULTS, results);
        index.nest(METADATA, metadata);
        fields = new MessageFields(in, index);
    }

    /** Reads one message; what it keeps of an array that is not {@code owned} is copied. */
    ClientMessage read(byte[] array, int offset, int length, boolean owned, AipLimits limits) {
        in.reset(array, offset, length, owned, limits);
        try {
            fields.read();
            return message();
        } catch (JsonFault fault) {
            throw refusal(fault);
        } finally {
            in.release();
        }
    }

    private AipFormatException refusal(JsonFault fault) {
        String text = fields.describe(fault);
        if (fault.kind() == JsonFault.Kind.SYNTAX) {
            return new AipFormatException(text, null, null);
        }
        return new AipFormatException(
                text, fields.readable(TYPE, WireEnum.CLIENT_MESSAGE_TYPE), fields.readable(SESSION_ID));
    }

    private ClientMessage message() {
        ClientMessageType type = fields.required(TYPE, WireEnum.CLIENT_MESSAGE_TYPE);
        MessageStatus status = fields.optional(STATUS, WireEnum.MESSAGE_STATUS);
        ClientType clientType = fields.optional(CLIENT_TYPE, WireEnum.CLIENT_TYPE);
        fields.checkShapes();
        if (fields.token(ACTION_RESULTS) == Token.ARRAY) {
            MessageFields.checkElements(ACTION_RESULTS, results);
        }
        ClientHeader header = new ClientHeader(
                status == null ? MessageStatus.OK : status,
                clientType,
                fields.text(CLIENT_ID),
                fields.text(SESSION_ID),
                fields.text(TIMESTAMP));
        return message(type, header);
    }

    private ClientMessage message(ClientMessageType type, ClientHeader header) {
        return switch (type) {
            case REGISTER -> register(header);
            case HEARTBEAT -> new ClientMessage.Heartbeat(header, fields.value(METADATA));
            case TASK ->
                new ClientMessage.Task(
                        header,
                        fields.text(TASK_NAME),
                        fields.text(TARGET_ID),
                        fields.text(REQUEST),
                        fields.text(REQUEST_ID),
                        fields.value(METADATA));
            case TASK_END -> new ClientMessage.TaskEnd(header, fields.text(ERROR), fields.value(RESULT));
            case COMMAND_RESULTS ->
                new ClientMessage.CommandResults(
                        header, fields.text(PREV_RESPONSE_ID), fields.text(REQUEST_ID), actionResults());
            case DEVICE_INFO_REQUEST ->
                new ClientMessage.DeviceInfoRequest(header, fields.text(TARGET_ID), fields.text(REQUEST_ID));
            case DEVICE_INFO_RESPONSE -> new ClientMessage.DeviceInfoResponse(header);
            case ERROR -> new ClientMessage.Error(header, fields.text(ERROR));
            case BINARY_DATA, FILE_TRANSFER_START, FILE_TRANSFER_COMPLETE ->
                new ClientMessage.BinaryTransfer(header, type);
        };
    }

    private ClientMessage register(ClientHeader header) {
        String targetId = fields.text(TARGET_ID);
        String target = targetId == null || targetId.isEmpty() ? null : targetId;
        RawJson all = fields.value(METADATA);
        if (all == null) {
            return new ClientMessage.Register(header, target, null, null, null);
        }
        return new ClientMessage.Register(
                header, target, metadata.text(0, MetadataField.PLATFORM), systemInfo(all), all);
    }

    private @Nullable RawJson systemInfo(RawJson all) {
        if (metadata.token(0, MetadataField.SYSTEM_INFO) != Token.OBJECT) {
            return null;
        }
        int start = metadata.start(0, MetadataField.SYSTEM_INFO);
        int end = metadata.end(0, MetadataField.SYSTEM_INFO);
        return all.part(start - fields.start(METADATA), end - start);
    }

    private List<Result> actionResults() {
        if (fields.token(ACTION_RESULTS) != Token.ARRAY) {
            return List.of();
        }
        Result[] all = new Result[results.rows()];
        for (int row = 0; row < all.length; row++) {
            ResultStatus status = results.constant(row, ResultField.STATUS, WireEnum.RESULT_STATUS);
            all[row] = new Result(
                    // A status nobody knows must not leave the session without an answer.
                    status == null ? ResultStatus.FAILURE : status,
                    results.text(row, ResultField.ERROR),
                    results.value(row, ResultField.RESULT),
                    results.text(row, ResultField.NAMESPACE),
                    results.text(row, ResultField.CALL_ID));
        }
        return List.of(all);
    }
}
