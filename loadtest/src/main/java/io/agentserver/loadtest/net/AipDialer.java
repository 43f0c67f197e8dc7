package io.agentserver.loadtest.net;

import io.agentserver.protocol.AipCodec;
import io.netty.channel.EventLoop;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.concurrent.TimeUnit;

/**
 * Opens AIP connections on one event loop and lends them what they can share: codec, scratch memory, the upgrade.
 * Confined to that loop.
 */
public final class AipDialer {

    private static final DateTimeFormatter TIMESTAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSSxxx").withZone(ZoneOffset.UTC);

    final AipCodec codec = AipCodec.create();
    final WebSocketFrames frames = new WebSocketFrames();
    final WebSocketReader reader = new WebSocketReader();
    final ByteSink scratch = new ByteSink();
    final Upgrade upgrade;

    private final Transport transport;
    private final EventLoop loop;
    private String timestamp = "";
    private byte[] timestampBytes = {};
    private long timestampUntil;

    public AipDialer(Transport transport, EventLoop loop) {
        this.transport = transport;
        this.loop = loop;
        this.upgrade = new Upgrade(transport.target());
        refreshTimestamp(System.nanoTime());
        rehearse();
    }

    /** Writes and reads a message, so that the first user does not wait for classes to be loaded. */
    private void rehearse() {
        codec.encode(AipMessages.register(AipIdentity.device("rehearsal"), timestamp));
        byte[] confirmation = "{\"type\":\"heartbeat\",\"status\":\"ok\"}".getBytes(StandardCharsets.US_ASCII);
        codec.decodeServer(confirmation, 0, confirmation.length);
    }

    /** Connects, upgrades and registers; the owner hears of every step. */
    public AipLink open(AipIdentity identity, AipLink.Owner owner) {
        return AipLink.open(transport, loop, this, identity, owner);
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
}
