package io.agentserver.loadtest.net;

import io.agentserver.protocol.AipCodec;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Base64;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Opens AIP connections on one event loop and lends them what they can share: codec, scratch memory, the upgrade's bytes.
 * Confined to that loop.
 */
public final class AipDialer {

    private static final String RFC_6455_GUID = "258EAFA5-E914-47DA-95CA-C5AB0DC85B11";
    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    final AipCodec codec = AipCodec.create();
    final WebSocketFrames frames = new WebSocketFrames();
    final WebSocketReader reader = new WebSocketReader();
    final ByteSink scratch = new ByteSink();
    final byte[] upgradeRequest;
    final String upgradeAccept;

    private final Transport transport;
    private final EventLoop loop;
    private String timestamp = "";
    private byte[] timestampBytes = {};
    private long timestampUntil;

    public AipDialer(Transport transport, EventLoop loop) {
        this.transport = transport;
        this.loop = loop;
        byte[] nonce = new byte[16];
        new SecureRandom().nextBytes(nonce);
        String key = Base64.getEncoder().encodeToString(nonce);
        Target target = transport.target();
        // One key for all connections: it is no secret, and only guards against caches that answer for somebody else.
        this.upgradeRequest = ("GET " + target.webSocketPath() + " HTTP/1.1\r\nHost: " + target.host()
                        + "\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Key: " + key
                        + "\r\nSec-WebSocket-Version: 13\r\nUser-Agent: agent-loadtest\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        this.upgradeAccept = accept(key);
        refreshTimestamp(System.nanoTime());
        rehearse();
    }

    /** Writes and reads a message, so that the first user does not wait for classes to be loaded. */
    private void rehearse() {
        codec.encode(AipMessages.register(AipIdentity.device("rehearsal"), timestamp));
        byte[] confirmation = "{\"type\":\"heartbeat\",\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
        codec.decodeServer(confirmation, 0, confirmation.length);
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

    /** Connects, upgrades and registers; the owner hears of every step. */
    public AipLink open(AipIdentity identity, AipLink.Owner owner) {
        AipLink link = new AipLink(this, identity, owner);
        Transport.onFailure(
                transport.connect(loop, link),
                loop,
                cause -> link.end(Transport.isWantOfSocket(cause) ? AipLink.NO_SOCKET : AipLink.CONNECT_FAILED));
        return link;
    }

    /** The time of a message, true to a tenth of a second: nobody reads it more exactly, and formatting costs. */
    String timestamp() {
        refreshTimestamp(System.nanoTime());
        return timestamp;
    }

    byte[] timestampBytes(long nanoTime) {
        refreshTimestamp(nanoTime);
        return timestampBytes;
    }

    private void refreshTimestamp(long nanoTime) {
        if (timestampBytes.length == 0 || nanoTime - timestampUntil >= 0) {
            timestampUntil = nanoTime + TimeUnit.MILLISECONDS.toNanos(100);
            timestamp = TIMESTAMP.format(Instant.now());
            timestampBytes = timestamp.getBytes(StandardCharsets.US_ASCII);
        }
    }

    /** The value of that header in the head of a response, or null. */
    static @Nullable String header(String head, String name) {
        return head.lines()
                .skip(1)
                .filter(line -> line.regionMatches(true, 0, name + ":", 0, name.length() + 1))
                .map(line -> line.substring(name.length() + 1).strip())
                .findFirst()
                .orElse(null);
    }
}
