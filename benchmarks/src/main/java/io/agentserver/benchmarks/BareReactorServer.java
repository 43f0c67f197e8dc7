package io.agentserver.benchmarks;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.util.Set;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/**
 * Reactor Netty without a protocol: one constant answer over HTTP, one constant text frame for every text frame. The
 * ceiling for whatever is built on Reactor Netty.
 */
public final class BareReactorServer {

    private static final int BACKLOG = 4_096;

    private final ByteBuf health = ConstantReplies.health();
    private final String healthLength = Integer.toString(health.readableBytes());
    private final ByteBuf heartbeat = ConstantReplies.heartbeat();

    private BareReactorServer() {}

    /** Runs until the process ends: {@code --port N}, 0 for any. */
    public static void main(String[] args) {
        int port = Arguments.parse(args, 0, Set.of("port")).number("port", 0);
        DisposableServer listener = new BareReactorServer().bind(port);
        System.out.println("Listening on port " + listener.port());
        listener.onDispose().block();
    }

    private DisposableServer bind(int port) {
        return HttpServer.create()
                .host("127.0.0.1")
                .port(port)
                .option(ChannelOption.SO_BACKLOG, BACKLOG)
                .handle(this::handle)
                .bindNow();
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        String uri = request.uri();
        if (uri.equals(ConstantReplies.HEALTH_PATH)) {
            return response.header(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                    .header(HttpHeaderNames.CONTENT_LENGTH, healthLength)
                    .send(Mono.just(health.duplicate()));
        }
        if (uri.startsWith(ConstantReplies.WEBSOCKET_PATH)) {
            return response.sendWebsocket(this::converse);
        }
        return response.sendNotFound();
    }

    private Publisher<Void> converse(WebsocketInbound in, WebsocketOutbound out) {
        return out.sendObject(in.receiveFrames()
                .ofType(TextWebSocketFrame.class)
                .map(frame -> new TextWebSocketFrame(heartbeat.duplicate())));
    }
}
