package io.agentserver.loadtest.net;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.Nullable;

/**
 * The request that makes an HTTP connection a WebSocket, and its answer. One key for all connections: it is no secret, and only
 * guards against caches that answer for somebody else.
 */
final class Upgrade {

    private static final String RFC_6455_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final int MOST_HEAD_BYTES = 65_536;

    private final byte[] request;
    private final String accept;

    Upgrade(Target target) {
        this(target, randomKey());
    }

    Upgrade(Target target, String key) {
        this.request = ("GET " + target.webSocketPath() + " HTTP/1.1\r\nHost: " + target.host()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                        + "\r\nSec-WebSocket-Version: 13\r\nUser-Agent: agent-loadtest\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.accept = accept(key);
    }

    private static String randomKey() {
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }

    private static String accept(String key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-1")
                    .digest((key + RFC_6455_GUID).getBytes(StandardCharsets.US_ASCII));
            return Base64.getEncoder().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every JDK has SHA-1", e);
        }
    }

    /** Its bytes, which are always the same; not to be changed. */
    byte[] request() {
        return request;
    }

    /**
     * Takes the head of the answer, or null when it is not whole yet, which is left unread.
     *
     * @throws IllegalArgumentException when it does not come to an end
     */
    static @Nullable String takeHead(ByteBuf in) {
        for (int at = in.readerIndex(); at + 4 <= in.writerIndex(); at++) {
            if (in.getByte(at) == '\r' && in.getInt(at) == 0x0D0A0D0A) {
                String head = in.toString(in.readerIndex(), at + 4 - in.readerIndex(), StandardCharsets.ISO_8859_1);
                in.readerIndex(at + 4);
                return head;
            }
        }
        if (in.readableBytes() > MOST_HEAD_BYTES) {
            throw new IllegalArgumentException("an answer to the upgrade without an end");
        }
        return null;
    }

    /**
     * The status by which the server refuses, or null when it agrees.
     *
     * @throws IllegalArgumentException when it is no answer to this request
     */
    @Nullable
    String refusal(String head) {
        if (!head.matches("(?s)HTTP/1\\.. \\d{3}.*")) {
            throw new IllegalArgumentException("an answer to the upgrade that is no HTTP");
        }
        String status = head.substring(9, 12);
        if (!status.equals("101")) {
            return status;
        }
        if (!accept.equals(header(head, "Sec-WebSocket-Accept"))) {
            throw new IllegalArgumentException("an answer to somebody else's upgrade");
        }
        return null;
    }

    private static @Nullable String header(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }
}
