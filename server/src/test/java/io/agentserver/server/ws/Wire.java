package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameEncoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A connection without a socket: bytes go in masked as a client sends them, and frames come out. In virtual time. */
final class Wire {

    private final EmbeddedChannel encoder = new EmbeddedChannel(new WebSocket13FrameEncoder(true));
    private final Socket socket = new Socket();
    private final List<ServerMessage> messages = new ArrayList<>();
    private final List<byte[]> pings = new ArrayList<>();
    private final List<byte[]> pongs = new ArrayList<>();
    private final StringBuilder partial = new StringBuilder();
    private final EmbeddedChannel channel;
    private final ClientConnection connection;
    private @Nullable String goodbye;

    Wire(HubKit kit, InflightBudget budget) {
        this(kit, budget, new Sweep(new EmbeddedChannel().eventLoop(), Duration.ofDays(1)));
    }

    Wire(HubKit kit, InflightBudget budget, Sweep sweep) {
        ConnectionServices services = new ConnectionServices(
                kit.config(),
                AipCodec.create(),
                kit.hub(),
                kit.router(),
                kit.frames(),
                kit.observer(),
                kit.timing(),
                budget);
        // The client's own buffers are nobody's leak.
        encoder.config().setAllocator(new UnpooledByteBufAllocator(false, true));
        ReceiveMeter meter = new ReceiveMeter();
        channel = new EmbeddedChannel();
        connection = new ClientConnection(channel, services, sweep, meter);
        channel.pipeline()
                .addLast(
                        socket,
                        meter,
                        new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                                .maxFramePayloadLength(kit.config().limits().messageBytes())
                                .closeOnProtocolViolation(false)
                                .build()),
                        new WebSocket13FrameEncoder(false),
                        connection);
    }

    ClientConnection connection() {
        return connection;
    }

    EmbeddedChannel channel() {
        return channel;
    }

    Socket socket() {
        return socket;
    }

    // What the client does.

    void say(String text) {
        send(new TextWebSocketFrame(text));
    }

    /** Sends all frames in one go, as if they came in one packet. */
    void send(WebSocketFrame... frames) {
        receive(encode(frames));
    }

    void register(String id) {
        say("{\"type\":\"register\",\"status\":\"ok\",\"client_type\":\"device\",\"client_id\":\"" + id
                + "\",\"metadata\":{\"platform\":\"linux\"}}");
    }

    void pong(byte[] payload) {
        send(new PongWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    /** The bytes of the frames, masked. */
    ByteBuf encode(WebSocketFrame... frames) {
        for (WebSocketFrame frame : frames) {
            encoder.writeOutbound(frame);
        }
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf part = encoder.readOutbound(); part != null; part = encoder.readOutbound()) {
            all.writeBytes(part);
            part.release();
        }
        return all;
    }

    void receive(ByteBuf bytes) {
        channel.writeInbound(bytes);
        settle();
    }

    /** Goes away without a word. */
    void drop() {
        channel.close();
        settle();
    }

    // What the server does meanwhile.

    /** Lets the event loop do what it was given. */
    void settle() {
        channel.runPendingTasks();
    }

    /** Lets the sweep look at the connection. */
    void sweep() {
        connection.checkLiveness();
        settle();
    }

    // What the client hears.

    List<ServerMessage> messages() {
        hear();
        List<ServerMessage> taken = List.copyOf(messages);
        messages.clear();
        return taken;
    }

    List<String> types() {
        return messages().stream().map(message -> message.type().wire()).toList();
    }

    String error() {
        List<ServerMessage> taken = messages();
        assertThat(taken).hasSize(1);
        return ((ServerMessage.Error) taken.get(0)).error();
    }

    List<byte[]> pings() {
        hear();
        List<byte[]> taken = List.copyOf(pings);
        pings.clear();
        return taken;
    }

    List<String> pongs() {
        hear();
        List<String> taken = pongs.stream()
                .map(payload -> new String(payload, StandardCharsets.UTF_8))
                .toList();
        pongs.clear();
        return taken;
    }

    /** Code and reason of the close frame; null when there was none. */
    @Nullable
    String goodbye() {
        hear();
        return goodbye;
    }

    boolean isOpen() {
        return channel.isOpen();
    }

    /** Releases what was never read. */
    void finish() {
        channel.finishAndReleaseAll();
        encoder.finishAndReleaseAll();
        socket.finish();
    }

    private void hear() {
        settle();
        for (WebSocketFrame frame : socket.frames()) {
            if (frame instanceof PingWebSocketFrame) {
                pings.add(bytes(frame));
            } else if (frame instanceof PongWebSocketFrame) {
                pongs.add(bytes(frame));
            } else if (frame instanceof CloseWebSocketFrame close) {
                assertThat(goodbye).as("one good-bye is enough").isNull();
                goodbye = close.statusCode() + " " + close.reasonText();
            } else {
                assertThat(goodbye).as("nothing is said after the good-bye").isNull();
                text(frame);
            }
            frame.release();
        }
    }

    private void text(WebSocketFrame frame) {
        partial.append(frame.content().toString(StandardCharsets.UTF_8));
        if (frame.isFinalFragment()) {
            byte[] message = partial.toString().getBytes(StandardCharsets.UTF_8);
            partial.setLength(0);
            messages.add(AipCodec.create().decodeServer(message, 0, message.length));
        }
    }

    private static byte[] bytes(WebSocketFrame frame) {
        byte[] bytes = new byte[frame.content().readableBytes()];
        frame.content().getBytes(0, bytes);
        return bytes;
    }
}
