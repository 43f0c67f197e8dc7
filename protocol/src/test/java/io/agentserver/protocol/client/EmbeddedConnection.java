package io.agentserver.protocol.client;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import reactor.core.publisher.Mono;

/** A connection after its upgrade on a channel without a socket, whose time stands still until a test moves it. */
final class EmbeddedConnection<N extends AipConnection> {

    static final URI URI_OF_NOTHING = URI.create("ws://localhost:5000/ws");

    final EmbeddedChannel channel = new EmbeddedChannel();
    final List<Throwable> errors = new ArrayList<>();
    final List<N> registered = new ArrayList<>();

    private EmbeddedConnection(LiveConnection<N> connection) {
        channel.freezeTime();
        Mono.<LiveConnection<N>>create(sink -> {
                    Link link = connection.attach(channel, sink);
                    channel.pipeline().addLast(link);
                    link.begin();
                })
                .subscribe(live -> registered.add(live.self()), errors::add);
    }

    /** What a test made, released after it. */
    static final class Extension implements AfterEachCallback {

        private final List<EmbeddedConnection<?>> made = new ArrayList<>();

        EmbeddedConnection<DeviceConnection> device(UnaryOperator<DeviceClient> settings) {
            return add(EmbeddedConnection.device(settings));
        }

        EmbeddedConnection<ConstellationConnection> constellation(UnaryOperator<ConstellationClient> settings) {
            return add(EmbeddedConnection.constellation(settings));
        }

        private <N extends AipConnection> EmbeddedConnection<N> add(EmbeddedConnection<N> connection) {
            made.add(connection);
            return connection;
        }

        @Override
        public void afterEach(ExtensionContext context) {
            made.forEach(connection -> connection.channel.finishAndReleaseAll());
        }
    }

    private static EmbeddedConnection<DeviceConnection> device(UnaryOperator<DeviceClient> settings) {
        return new EmbeddedConnection<>(settings.apply(DeviceClient.create(URI_OF_NOTHING)
                        .pings(Duration.ZERO, Duration.ofSeconds(1))
                        .heartbeats(Duration.ZERO, Duration.ZERO))
                .connection());
    }

    private static EmbeddedConnection<ConstellationConnection> constellation(
            UnaryOperator<ConstellationClient> settings) {
        return new EmbeddedConnection<>(settings.apply(ConstellationClient.create(URI_OF_NOTHING)
                        .clientId("night_run@lab-pc-7")
                        .targetId("lab-pc-7")
                        .pings(Duration.ZERO, Duration.ofSeconds(1))
                        .heartbeats(Duration.ZERO, Duration.ZERO))
                .connection());
    }

    /** Confirms the registration and forgets what was sent until then. */
    EmbeddedConnection<N> confirm() {
        receive(Frames.CONFIRMED);
        channel.releaseOutbound();
        return this;
    }

    N connection() {
        return registered.get(0);
    }

    void receive(String text) {
        receive(new TextWebSocketFrame(text));
    }

    void receive(WebSocketFrame frame) {
        channel.writeInbound(frame);
    }

    /** In steps of a second at most, so that timers which set others are not late. */
    void pass(Duration time) {
        long left = time.toNanos();
        while (left > 0) {
            long step = Math.min(left, TimeUnit.SECONDS.toNanos(1));
            channel.advanceTimeBy(step, TimeUnit.NANOSECONDS);
            channel.runScheduledPendingTasks();
            left -= step;
        }
    }

    /** What was sent next as text, or null; a ping or a close frame by its kind. */
    String sent() {
        WebSocketFrame frame = channel.readOutbound();
        if (frame == null) {
            return null;
        }
        try {
            if (frame instanceof TextWebSocketFrame text) {
                return text.text();
            }
            if (frame instanceof CloseWebSocketFrame close) {
                return "close " + close.statusCode() + " " + close.reasonText();
            }
            String kind = frame instanceof PingWebSocketFrame ? "ping " : "pong ";
            return kind + frame.content().toString(StandardCharsets.UTF_8);
        } finally {
            frame.release();
        }
    }

    /** All that was sent since the last look, in order. */
    List<String> allSent() {
        List<String> all = new ArrayList<>();
        for (String next = sent(); next != null; next = sent()) {
            all.add(next);
        }
        return all;
    }
}
