package io.agentserver.loadtest.engine;

import static io.agentserver.loadtest.Dsl.aip;
import static io.agentserver.loadtest.Dsl.http;
import static io.agentserver.loadtest.Dsl.scenario;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.Scenario;
import io.agentserver.loadtest.stats.RequestResult;
import io.agentserver.testing.OwnCertificate;
import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A server with which TLS cannot be agreed on is told from one that is not there. */
@Timeout(60)
final class TlsIT {

    private static final byte[] REFUSAL = "HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
            .getBytes(StandardCharsets.US_ASCII);

    @TempDir
    private static Path folder;

    private static EventLoopGroup group = new MultiThreadIoEventLoopGroup(1, NioIoHandler.newFactory());
    private static String secureUrl;
    private static String plainUrl;

    @BeforeAll
    static void startServers() throws Exception {
        SslContext ssl = SslContextBuilder.forServer(OwnCertificate.in(folder).managers())
                .build();
        secureUrl = "https://localhost:"
                + port(channel -> channel.pipeline().addLast(ssl.newHandler(channel.alloc()), new Refusing()));
        plainUrl = "https://localhost:" + port(channel -> channel.pipeline().addLast(new Refusing()));
    }

    @AfterAll
    static void stopServers() {
        group.shutdownGracefully(0, 5, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /** Sets up one end of a connection. */
    private interface Setup {
        void accept(Channel channel);
    }

    private static int port(Setup setup) {
        Channel server = new ServerBootstrap()
                .group(group)
                .channel(NioServerSocketChannel.class)
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        setup.accept(channel);
                    }
                })
                .bind(new InetSocketAddress("localhost", 0))
                .syncUninterruptibly()
                .channel();
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    /** Answers whatever comes as a server does to what is no HTTP. */
    private static final class Refusing extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
            ctx.writeAndFlush(Unpooled.wrappedBuffer(REFUSAL)).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            // The client says that it does not know the certificate.
            ctx.close();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anHttpRequestFailsOfTls(boolean secure) throws Exception {
        assertThat(errors(secure, scenario("s").exec(http("r").get("/"))))
                .containsExactlyEntriesOf(Map.of("tls_failed", 20L));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aDeviceFailsOfTls(boolean secure) throws Exception {
        assertThat(errors(secure, scenario("s").exec(aip("r").connectDevice("d-#{userId}"))))
                .containsExactlyEntriesOf(Map.of("tls_failed", 20L));
    }

    /** Of 20 requests to a server with a certificate that nobody vouches for, or to one without TLS. */
    private static Map<String, Long> errors(boolean secure, Scenario scenario) throws Exception {
        RunPlan plan = Runs.plan(
                scenario, FleetPlan.NONE, Runs.open(20, Duration.ZERO, Duration.ofSeconds(1)), Duration.ofSeconds(20));
        RequestResult result = Runs.request(Runs.run(secure ? secureUrl : plainUrl, plan), "r");
        assertThat(result.ok()).isZero();
        return result.errors();
    }
}
