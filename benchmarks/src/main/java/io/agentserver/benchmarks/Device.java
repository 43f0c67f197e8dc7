package io.agentserver.benchmarks;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.Command;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessage;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One simulated device: registers, then answers a TASK with a TASK of its own and a COMMAND with a success per action,
 * as the real one does (contract 3.10, 3.11), without thinking. Confined to the client's event loop.
 */
final class Device extends ChannelInboundHandlerAdapter {

    /** What the fleet and the load hear of a device, on the event loop. */
    interface Listener {

        /** The first answer has come. */
        void registered(Device device);

        /** The connection failed, or ended though nobody asked. */
        void failed(Device device, String reason);
    }

    /** Hears the end of a task. */
    @FunctionalInterface
    interface TaskListener {

        void taskEnded(Device device, MessageStatus status);
    }

    private static final String TIMESTAMP = "2026-01-01T00:00:00.000000+00:00";
    private static final RawJson DONE = RawJson.ofString("done");
    private static final TaskListener NOBODY = (device, status) -> {};

    private final String id;
    private final AipCodec codec;
    private final Listener listener;
    private TaskListener tasks = NOBODY;
    private @Nullable Runnable answers;
    private @Nullable ChannelHandlerContext context;
    private boolean registered;
    private boolean closing;

    Device(String id, AipCodec codec, Listener listener) {
        this.id = id;
        this.codec = codec;
        this.listener = listener;
    }

    String id() {
        return id;
    }

    /** From now on that listener hears of this device's tasks. */
    void tasks(TaskListener value) {
        tasks = value;
    }

    /** From now on every message is an answer, and nothing more is looked at. */
    void answers(Runnable listener) {
        answers = listener;
    }

    /** A whole frame, to be sent again and again. */
    byte[] heartbeat() {
        return ClientFrames.text(codec.encode(new ClientMessage.Heartbeat(header(null), null)));
    }

    /** Sends a whole frame. */
    void send(byte[] frame) {
        if (context != null) {
            ByteBuf bytes = context.alloc().ioBuffer(frame.length).writeBytes(frame);
            context.writeAndFlush(bytes, context.voidPromise());
        }
    }

    /** A whole frame whose text the server sends back (contract 3.16): something to be read. */
    byte[] echoed(String text) {
        return ClientFrames.text(codec.encode(new ClientMessage.Error(header(null), text)));
    }

    /** From now on nothing is taken from the socket. */
    void stopReading() {
        if (context != null) {
            context.channel().config().setAutoRead(false);
        }
    }

    void failed(String reason) {
        if (!closing) {
            closing = true;
            listener.failed(this, reason);
        }
    }

    /** Drops the connection. */
    void close() {
        closing = true;
        if (context != null) {
            context.close();
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        context = ctx;
        send(ctx, new ClientMessage.Register(header(null), null, "linux", null, metadata()));
        ctx.flush();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object frame) {
        try {
            if (frame instanceof TextWebSocketFrame text) {
                if (answers == null) {
                    received(ctx, text.content());
                } else {
                    answers.run();
                }
            } else if (frame instanceof PingWebSocketFrame ping) {
                ctx.write(ClientFrames.pong(ctx.alloc(), ping.content()), ctx.voidPromise());
            } else if (frame instanceof CloseWebSocketFrame close) {
                failed("The server closed the connection: " + close.statusCode() + " " + close.reasonText());
            }
        } finally {
            ReferenceCountUtil.release(frame);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.flush();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        failed("The connection was lost");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        failed(cause.toString());
        ctx.close();
    }

    private void received(ChannelHandlerContext ctx, ByteBuf text) {
        byte[] bytes = new byte[text.readableBytes()];
        text.readBytes(bytes);
        ServerMessage message = codec.decodeServerOwned(bytes);
        switch (message.type()) {
            case HEARTBEAT -> confirm();
            case TASK -> answer(ctx, (ServerMessage.Task) message);
            case COMMAND -> answer(ctx, (ServerMessage.Commands) message);
            case TASK_END -> tasks.taskEnded(this, message.header().status());
            case ERROR -> failed("The server sent an error: " + ((ServerMessage.Error) message).error());
            default -> throw new IllegalStateException("A message no device expects: " + message.type());
        }
    }

    /** The first heartbeat confirms the registration; later ones acknowledge a TASK and need no answer. */
    private void confirm() {
        if (!registered) {
            registered = true;
            listener.registered(this);
        }
    }

    private void answer(ChannelHandlerContext ctx, ServerMessage.Task task) {
        send(
                ctx,
                new ClientMessage.Task(
                        header(null),
                        task.taskName(),
                        null,
                        task.userRequest(),
                        "q-1",
                        RawJson.of("{\"platform\":\"linux\"}")));
    }

    private void answer(ChannelHandlerContext ctx, ServerMessage.Commands commands) {
        List<Result> results = commands.actions().stream()
                .map(Command::callId)
                .map(callId -> Result.success(DONE, callId))
                .toList();
        send(
                ctx,
                new ClientMessage.CommandResults(
                        header(commands.header().sessionId()), commands.header().responseId(), "q-2", results));
    }

    private void send(ChannelHandlerContext ctx, ClientMessage message) {
        ctx.write(ClientFrames.text(ctx.alloc(), codec.encode(message)), ctx.voidPromise());
    }

    private ClientHeader header(@Nullable String sessionId) {
        return new ClientHeader(MessageStatus.OK, ClientType.DEVICE, id, sessionId, TIMESTAMP);
    }

    /** What a real device tells about itself (contract 2.8). */
    private RawJson metadata() {
        return RawJson.of("""
                {"platform":"linux","registration_time":"%1$s","system_info":{"device_id":"%2$s","platform":"linux",\
                "os_version":"6.1","cpu_count":4,"memory_total_gb":15.5,"hostname":"%2$s","ip_address":"127.0.0.1",\
                "supported_features":["cli"],"platform_type":"computer","schema_version":"1.0",\
                "custom_metadata":{}}}""".formatted(TIMESTAMP, id));
    }
}
