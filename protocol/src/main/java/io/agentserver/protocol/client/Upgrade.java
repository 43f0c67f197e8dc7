package io.agentserver.protocol.client;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.EmptyHttpHeaders;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketClientHandshakerFactory;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketVersion;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import reactor.netty.NettyPipeline;

/**
 * The WebSocket upgrade on a fresh TCP or TLS connection, on its event loop. Ends by putting a {@link Link} in its own
 * place, or by reporting the failure once.
 *
 * <p>It sits in front of Reactor Netty's bridge, and so does the link: frames go straight to it, which saves their way
 * through a queue and, per idle connection, the memory of an HTTP exchange that is over.
 */
final class Upgrade extends SimpleChannelInboundHandler<FullHttpResponse> {

    private static final int MAX_RESPONSE_BYTES = 64 * 1024;
    private static final String HTTP = "aip.http";
    private static final String AGGREGATOR = "aip.http.aggregator";
    private static final String UPGRADE = "aip.upgrade";
    private static final String DECODER = "aip.decoder";
    private static final String LINK = "aip.link";

    private final ClientConfig config;
    private final Link link;
    private final WebSocketClientHandshaker handshaker;
    private @Nullable Consumer<Throwable> failed;
    private @Nullable Future<?> deadline;

    private Upgrade(ClientConfig config, Link link, Consumer<Throwable> failed) {
        this.config = config;
        this.link = link;
        this.failed = failed;
        this.handshaker = WebSocketClientHandshakerFactory.newHandshaker(
                config.endpoint.upgradeUri(),
                WebSocketVersion.V13,
                null,
                false,
                EmptyHttpHeaders.INSTANCE,
                config.maxMessageBytes,
                true,
                false,
                -1,
                false,
                // The real clients send no Origin.
                false);
    }

    /** Begins. On the event loop of the channel. */
    static void start(Channel channel, ClientConfig config, Link link, Consumer<Throwable> failed) {
        Upgrade upgrade = new Upgrade(config, link, failed);
        if (!channel.isActive()) {
            upgrade.fail(channel, new ConnectionLostException(upgrade.what(), CloseInfo.lost(null)));
            return;
        }
        channel.pipeline()
                .addBefore(NettyPipeline.ReactiveBridge, HTTP, new HttpClientCodec())
                .addBefore(NettyPipeline.ReactiveBridge, AGGREGATOR, new HttpObjectAggregator(MAX_RESPONSE_BYTES))
                .addBefore(NettyPipeline.ReactiveBridge, UPGRADE, upgrade);
        upgrade.begin(channel);
    }

    private void begin(Channel channel) {
        deadline = channel.eventLoop()
                .schedule(
                        () -> fail(
                                channel,
                                new AipTimeoutException(what() + ": no answer within " + config.upgradeTimeout
                                        + ". Check that an AIP server listens there")),
                        config.upgradeTimeout.toNanos(),
                        TimeUnit.NANOSECONDS);
        handshaker.handshake(channel).addListener(sent -> {
            if (!sent.isSuccess()) {
                fail(channel, sent.cause());
            }
        });
        channel.config().setAutoRead(true);
    }

    @Override
    protected void channelRead0(ChannelHandlerContext ctx, FullHttpResponse response) {
        if (response.decoderResult().isFailure()) {
            fail(ctx.channel(), response.decoderResult().cause());
            return;
        }
        HttpResponseStatus status = response.status();
        if (!status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS)) {
            fail(
                    ctx.channel(),
                    new UpgradeRefusedException(config.endpoint.toString(), status.code(), retryAfter(response)));
            return;
        }
        handshaker.finishHandshake(ctx.channel(), response);
        settle();
        ChannelPipeline pipeline = ctx.pipeline();
        // The handshaker's own decoder answers a violation with a close frame that bypasses the encoder behind it.
        pipeline.replace(
                WebSocketFrameDecoder.class,
                DECODER,
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .expectMaskedFrames(false)
                        .allowExtensions(false)
                        .maxFramePayloadLength(config.maxMessageBytes)
                        .closeOnProtocolViolation(false)
                        .build()));
        pipeline.replace(this, LINK, link);
        link.begin();
    }

    private static @Nullable Duration retryAfter(FullHttpResponse response) {
        String seconds = response.headers().get(HttpHeaderNames.RETRY_AFTER);
        // A date, which it may also be, is of no use to a reconnect schedule.
        return seconds != null && seconds.matches("\\d{1,9}") ? Duration.ofSeconds(Long.parseLong(seconds)) : null;
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx.channel(), new ConnectionLostException(what(), CloseInfo.lost(null)));
        ctx.fireChannelInactive();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(ctx.channel(), cause);
    }

    private String what() {
        return "upgrade at " + config.endpoint;
    }

    /** From here on it is over: no deadline, no report. */
    private @Nullable Consumer<Throwable> settle() {
        Consumer<Throwable> report = failed;
        failed = null;
        Future<?> timer = deadline;
        if (timer != null) {
            deadline = null;
            timer.cancel(false);
        }
        return report;
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The report is made whatever becomes of the close.
    private void fail(Channel channel, Throwable cause) {
        Consumer<Throwable> report = settle();
        channel.close();
        if (report != null) {
            report.accept(cause);
        }
    }
}
