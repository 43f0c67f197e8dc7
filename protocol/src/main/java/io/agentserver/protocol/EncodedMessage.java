package io.agentserver.protocol;

import java.util.List;

/**
 * A message as UTF-8 JSON, encoded once and sent to as many clients as need it. Large {@link RawJson} values are shared,
 * not copied, so a message is a short list of segments.
 */
public final class EncodedMessage {

    private final List<byte[]> todo = List.of();

    EncodedMessage() {}

    /** The message's size on the wire, without framing. */
    public int lengthBytes() {
        return todo.size();
    }
}
