package io.agentserver.server.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.AipCodec;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.Together;
import io.netty.bootstrap.Bootstrap;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.local.LocalAddress;
import io.netty.channel.local.LocalChannel;
import io.netty.channel.local.LocalIoHandler;
import io.netty.channel.local.LocalServerChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Connections on real event loops, without sockets: whatever meets, nothing stays and each is told in order. */
class ConnectionRacesTest {

    private static final int ROUNDS = 1_000;
    private static final String REGISTER =
            "{\"type\":\"register\",\"client_id\":\"D1\",\"metadata\":{\"platform\":\"linux\"}}";

    private final HubKit kit = new HubKit();
    private final InflightBudget budget = new InflightBudget(1_000_000);
    private final ConcurrentHashMap<Object, Sweep> sweeps = new ConcurrentHashMap<>();
    private final BlockingQueue<Line> accepted = new LinkedBlockingQueue<>();
    private final Together together = new Together();
    private final LocalAddress address = new LocalAddress(ConnectionRacesTest.class);
    private EventLoopGroup loops;

    @BeforeEach
    void start() throws Exception {
        // Plain threads: BlockHound does not know that a loop without sockets has to wait.
        loops = new MultiThreadIoEventLoopGroup(2, (ThreadFactory) Thread::new, LocalIoHandler.newFactory());
        new ServerBootstrap()
                .group(loops)
                .channel(LocalServerChannel.class)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        // Once it is active: as after an upgrade.
                        channel.eventLoop().execute(() -> accepted.add(new Line(channel)));
                    }
                })
                .bind(address)
                .sync();
    }

    @AfterEach
    void stop() {
        together.close();
        loops.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    @Test
    @DisplayName("3.4: an id contested while its holder ends in every way, and dispatched to all the while")
    void contestsAnIdWhileItsHolderEnds() throws Exception {
        for (int round = 0; round < ROUNDS; round++) {
            Line holder = connect();
            holder.say(REGISTER);
            holder.settle();
            Line newcomer = connect();
            Runnable end = end(round, holder);

            together.run(
                    () -> newcomer.say(REGISTER),
                    () -> {
                        for (int i = 0; i < 5; i++) {
                            kit.sessions().dispatch("D1", "r", null);
                        }
                    },
                    end);

            kit.advance(Duration.ofSeconds(3));
            holder.settle();
            newcomer.settle();
            assertThat(kit.registry().size()).isLessThanOrEqualTo(1);
            holder.drop();
            newcomer.drop();
            assertThat(kit.registry().size()).as("round %d", round).isZero();
            assertThat(kit.sessions().active()).as("round %d", round).isZero();
            assertThat(budget.usedBytes()).isZero();
            assertThat(holder.heard).startsWith("heartbeat");
            assertThat(newcomer.heard.isEmpty() || List.of("heartbeat", "error").contains(newcomer.heard.get(0)))
                    .as("the answer to REGISTER comes first: %s", newcomer.heard)
                    .isTrue();
            for (Line line : List.of(holder, newcomer)) {
                if (line.heard.contains("close")) {
                    assertThat(line.heard.indexOf("close"))
                            .as("nothing follows the good-bye: %s", line.heard)
                            .isEqualTo(line.heard.size() - 1);
                }
            }
        }
        assertThat(kit.recording().endings()).hasSizeGreaterThan(ROUNDS / 10);
    }

    /** The holder ends, or answers, in one of many ways. */
    private Runnable end(int round, Line holder) {
        return switch (round % 6) {
            case 0 -> holder::drop;
            case 1 -> () -> holder.receive(new CloseWebSocketFrame(1_000, ""));
            case 2 -> () -> kit.hub().disconnect("D1");
            case 3 -> () -> kit.advance(Duration.ofSeconds(3));
            case 4 -> () -> kit.hub().disconnected(client("D1"), DisconnectReason.OPERATOR);
            default -> holder::answerPings;
        };
    }

    private RegisteredClient client(String id) {
        return Objects.requireNonNull(kit.registry().find(id));
    }

    private Line connect() throws Exception {
        new Bootstrap()
                .group(loops)
                .channel(LocalChannel.class)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(address)
                .sync();
        return Objects.requireNonNull(accepted.poll(10, TimeUnit.SECONDS));
    }

    /** One connection: what it hears, and how to speak for its client. */
    private final class Line extends ChannelOutboundHandlerAdapter {
        private final Channel channel;
        private final List<String> heard = new CopyOnWriteArrayList<>();
        private volatile boolean answering;
        private volatile byte[] lastPing = new byte[0];

        Line(Channel channel) {
            this.channel = channel;
            ConnectionServices services = new ConnectionServices(
                    kit.config(),
                    AipCodec.create(),
                    kit.hub(),
                    kit.router(),
                    kit.frames(),
                    kit.observer(),
                    kit.timing(),
                    budget);
            Sweep sweep = sweeps.computeIfAbsent(
                    channel.eventLoop(), loop -> new Sweep(channel.eventLoop(), Duration.ofDays(1)));
            ReceiveMeter meter = new ReceiveMeter();
            channel.pipeline().addLast(this, meter, new ClientConnection(channel, services, sweep, meter));
        }

        void say(String text) {
            receive(new TextWebSocketFrame(text));
        }

        void receive(WebSocketFrame frame) {
            channel.eventLoop().execute(() -> {
                if (channel.isActive()) {
                    channel.pipeline().fireChannelRead(frame);
                    channel.pipeline().fireChannelReadComplete();
                } else {
                    frame.release();
                }
            });
        }

        /** From now on, and the last one as well. */
        void answerPings() {
            answering = true;
            receive(new PongWebSocketFrame(Unpooled.wrappedBuffer(lastPing)));
        }

        void drop() {
            channel.close().syncUninterruptibly();
            settle();
        }

        /** Waits until the loops have done what they were given so far, and what came of that. */
        void settle() {
            for (int i = 0; i < 3; i++) {
                loops.forEach(loop -> loop.submit(() -> {}).syncUninterruptibly());
            }
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (message instanceof PingWebSocketFrame ping) {
                lastPing = new byte[ping.content().readableBytes()];
                ping.content().getBytes(0, lastPing);
                if (answering) {
                    receive(new PongWebSocketFrame(Unpooled.wrappedBuffer(lastPing)));
                }
            } else if (message instanceof CloseWebSocketFrame) {
                heard.add("close");
            } else if (message instanceof ByteBuf frame) {
                heard.add(type(frame));
            }
            ReferenceCountUtil.release(message);
            promise.trySuccess();
        }

        /** The first member of every message of the server. */
        private String type(ByteBuf frame) {
            String text = frame.toString(StandardCharsets.UTF_8);
            int start = text.indexOf(':') + 2;
            return text.substring(start, text.indexOf('"', start));
        }
    }
}
