package io.agentserver.loadtest.net;

import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/** Heartbeats as bytes put together without a codec: they are most of what a generator sends. */
final class Heartbeat {

    private static final byte[] DEVICE = ascii("{\"type\":\"heartbeat\",\"status\":\"ok\",\"client_type\":\"device\","
            + "\"session_id\":null,\"task_name\":null,\"client_id\":\"");
    private static final byte[] CONSTELLATION =
            ascii("{\"type\":\"heartbeat\",\"status\":\"ok\",\"client_type\":\"constellation\","
                    + "\"session_id\":null,\"task_name\":null,\"client_id\":\"");
    private static final byte[] BEFORE_TIMESTAMP =
            ascii("\",\"target_id\":null,\"request\":null,\"action_results\":null,\"timestamp\":\"");
    private static final byte[] END =
            ascii("\",\"request_id\":null,\"prev_response_id\":null,\"error\":null,\"metadata\":null}");

    private Heartbeat() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /** Whether an id can stand in JSON as it is. */
    static boolean isPlain(byte[] id) {
        for (byte b : id) {
            if ((b >= 0 && b < ' ') || b == '"' || b == '\\') {
                return false;
            }
        }
        return true;
    }

    static ClientMessage message(AipIdentity identity, String timestamp) {
        ClientType type = identity.constellation() ? ClientType.CONSTELLATION : ClientType.DEVICE;
        return new ClientMessage.Heartbeat(
                new ClientHeader(MessageStatus.OK, type, identity.clientId(), null, timestamp), null);
    }

    static int length(byte[] id, byte[] timestamp, boolean constellation) {
        return (constellation ? CONSTELLATION : DEVICE).length
                + id.length
                + BEFORE_TIMESTAMP.length
                + timestamp.length
                + END.length;
    }

    static void write(ByteBuf out, byte[] id, byte[] timestamp, boolean constellation) {
        out.writeBytes(constellation ? CONSTELLATION : DEVICE)
                .writeBytes(id)
                .writeBytes(BEFORE_TIMESTAMP)
                .writeBytes(timestamp)
                .writeBytes(END);
    }
}
