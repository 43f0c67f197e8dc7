package io.agentserver.server.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * One WebSocket frame as it was on the wire.
 *
 * @param last whether FIN was set
 */
public record Frame(int opcode, boolean last, byte[] payload) {

    public static final int CONTINUATION = 0x0;
    public static final int TEXT = 0x1;
    public static final int BINARY = 0x2;
    public static final int CLOSE = 0x8;
    public static final int PING = 0x9;
    public static final int PONG = 0xA;

    /** The code of a close frame; 1005, as in RFC 6455, when it has none. */
    public int closeCode() {
        return payload.length < 2 ? 1005 : (payload[0] & 0xff) << 8 | payload[1] & 0xff;
    }

    /** The reason of a close frame. */
    public String closeReason() {
        return payload.length < 2 ? "" : new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Frame frame
                && opcode == frame.opcode
                && last == frame.last
                && Arrays.equals(payload, frame.payload);
    }

    @Override
    public int hashCode() {
        return 31 * opcode + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        int shown = Math.min(payload.length, 400);
        return "Frame[opcode=" + opcode + ", last=" + last + ", " + payload.length + " bytes: "
                + new String(payload, 0, shown, StandardCharsets.UTF_8) + "]";
    }
}
