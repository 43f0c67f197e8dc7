package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.ContinuationWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketCloseStatus;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.netty.DisposableServer;
import reactor.netty.http.server.HttpServer;
import reactor.netty.http.server.HttpServerRequest;
import reactor.netty.http.server.HttpServerResponse;
import reactor.netty.http.server.WebsocketServerSpec;
import reactor.netty.http.websocket.WebsocketInbound;
import reactor.netty.http.websocket.WebsocketOutbound;

/** A WebSocket server that says what a test tells it to, on a port of its own. It knows nothing of AIP. */
final class ScriptedServer implements AutoCloseable {

    private static final int MAX_MESSAGE_BYTES = 110 * 1024 * 1024;
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private final DisposableServer server;
    private final String scheme;
    private final BlockingQueue<Peer> peers = new LinkedBlockingQueue<>();
    private volatile int refuseWith;
    private volatile Map<String, String> refusalHeaders = Map.of();

    private ScriptedServer(@Nullable SslContext tls) {
        this.scheme = tls == null ? "ws" : "wss";
        HttpServer http = HttpServer.create().host("127.0.0.1").port(0).handle(this::handle);
        this.server = (tls == null ? http : http.secure(spec -> spec.sslContext(tls))).bindNow();
    }

    static ScriptedServer start() {
        return new ScriptedServer(null);
    }

    static ScriptedServer startSecure(SslContext tls) {
        return new ScriptedServer(tls);
    }

    URI uri() {
        return uri("/ws");
    }

    URI uri(String pathAndQuery) {
        return URI.create(scheme + "://127.0.0.1:" + server.port() + pathAndQuery);
    }

    /** From now on upgrades are answered with that status. */
    void refuse(int status, Map<String, String> headers) {
        refusalHeaders = headers;
        refuseWith = status;
    }

    private Publisher<Void> handle(HttpServerRequest request, HttpServerResponse response) {
        if (refuseWith != 0) {
            refusalHeaders.forEach(response::header);
            return response.status(refuseWith).send();
        }
        HttpHeaders headers = request.requestHeaders().copy();
        String uri = request.uri();
        InetSocketAddress remote = request.remoteAddress();
        WebsocketServerSpec spec = WebsocketServerSpec.builder()
                .handlePing(true)
                .maxFramePayloadLength(MAX_MESSAGE_BYTES)
                .build();
        return response.sendWebsocket(
                (in, out) -> {
                    Peer peer = new Peer(uri, headers, remote, out);
                    peers.add(peer);
                    return peer.run(in);
                },
                spec);
    }

    /** The next connection, once it is upgraded. */
    Peer accept() throws InterruptedException {
        return take(peers, "connection");
    }

    boolean hasNoFurtherConnection(Duration within) throws InterruptedException {
        return peers.poll(within.toMillis(), TimeUnit.MILLISECONDS) == null;
    }

    @Override
    public void close() {
        server.disposeNow(Duration.ofSeconds(1));
    }

    private static <T> T take(BlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        assertThat(next).as("%s within %s", what, PATIENCE).isNotNull();
        return next;
    }

    /** One connection, as the server sees it. Methods are called by the test's thread. */
    static final class Peer {

        final String requestUri;
        final HttpHeaders headers;
        final InetSocketAddress remote;
        private final WebsocketOutbound out;
        private final Sinks.Many<WebSocketFrame> outbound =
                Sinks.many().unicast().onBackpressureBuffer();
        private final BlockingQueue<String> texts = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> pings = new LinkedBlockingQueue<>();
        private final BlockingQueue<String> pongs = new LinkedBlockingQueue<>();
        private final BlockingQueue<WebSocketCloseStatus> closes = new LinkedBlockingQueue<>();

        private Peer(String requestUri, HttpHeaders headers, InetSocketAddress remote, WebsocketOutbound out) {
            this.requestUri = requestUri;
            this.headers = headers;
            this.remote = remote;
            this.out = out;
        }

        private Publisher<Void> run(WebsocketInbound in) {
            Mono<Void> received = in.aggregateFrames(MAX_MESSAGE_BYTES)
                    .receiveFrames()
                    .doOnNext(this::received)
                    .then();
            Mono<Void> closed = in.receiveCloseStatus()
                    .defaultIfEmpty(WebSocketCloseStatus.ABNORMAL_CLOSURE)
                    .doOnNext(closes::add)
                    .then();
            return Mono.when(out.sendObject(outbound.asFlux()).then(), received, closed);
        }

        private void received(WebSocketFrame frame) {
            String text = frame.content().toString(StandardCharsets.UTF_8);
            if (frame instanceof TextWebSocketFrame) {
                texts.add(text);
            } else if (frame instanceof PingWebSocketFrame) {
                pings.add(text);
                emit(new PongWebSocketFrame(Unpooled.copiedBuffer(frame.content())));
            } else if (frame instanceof PongWebSocketFrame) {
                pongs.add(text);
            } else {
                texts.add("UNEXPECTED " + frame);
            }
        }

        private void emit(WebSocketFrame frame) {
            synchronized (outbound) {
                outbound.emitNext(frame, Sinks.EmitFailureHandler.FAIL_FAST);
            }
        }

        /** The next text message. */
        String receive() throws InterruptedException {
            return take(texts, "message");
        }

        /** The next text message that is no heartbeat. */
        String receiveSkippingHeartbeats() throws InterruptedException {
            String text = receive();
            return text.startsWith("{\"type\":\"heartbeat\"") ? receiveSkippingHeartbeats() : text;
        }

        boolean receivesNothing(Duration within) throws InterruptedException {
            return texts.poll(within.toMillis(), TimeUnit.MILLISECONDS) == null;
        }

        String ping() throws InterruptedException {
            return take(pings, "ping");
        }

        String pong() throws InterruptedException {
            return take(pongs, "pong");
        }

        /** The code of the client's close frame, or of the server's own; 1006 when there was none. */
        WebSocketCloseStatus closed() throws InterruptedException {
            return take(closes, "close");
        }

        void send(String text) {
            emit(new TextWebSocketFrame(text));
        }

        void sendBinary(String text) {
            emit(new BinaryWebSocketFrame(Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)));
        }

        void sendBytes(byte[] text) {
            emit(new TextWebSocketFrame(Unpooled.wrappedBuffer(text)));
        }

        /** One message in frames of at most that many bytes, wherever characters end. */
        void sendFragments(String text, int frameBytes) {
            ByteBuf all = Unpooled.copiedBuffer(text, StandardCharsets.UTF_8);
            boolean first = true;
            while (all.isReadable()) {
                int length = Math.min(frameBytes, all.readableBytes());
                boolean last = length == all.readableBytes();
                ByteBuf part = Unpooled.wrappedBuffer(ByteBufUtil.getBytes(all.readSlice(length)));
                emit(first ? new TextWebSocketFrame(last, 0, part) : new ContinuationWebSocketFrame(last, 0, part));
                first = false;
            }
        }

        void sendPing(String payload) {
            emit(new PingWebSocketFrame(Unpooled.copiedBuffer(payload, StandardCharsets.UTF_8)));
        }

        void close(int code, String reason) {
            out.sendClose(code, reason).block(PATIENCE);
        }

        /** The client's answer is not waited for, and the socket stays open. */
        void sendCloseFrame(int code, String reason) {
            emit(new CloseWebSocketFrame(code, reason));
        }

        /** Ends the TCP connection without a close frame. */
        void drop() {
            out.withConnection(connection -> connection.channel().close());
        }

        /** Takes the registration and confirms it. */
        Peer register() throws InterruptedException {
            assertThat(receive()).startsWith("{\"type\":\"register\"");
            send(Frames.CONFIRMED);
            return this;
        }
    }
}
