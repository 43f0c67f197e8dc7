package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.EventStream;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Recording;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import reactor.core.publisher.Flux;
import reactor.netty.Connection;
import reactor.netty.DisposableServer;
import reactor.netty.NettyPipeline;
import reactor.netty.http.server.HttpServer;

/** Streams over real sockets, to readers who do not read, with a patience that a test has too. */
@Timeout(120)
class EventStreamsIT {

    private static final Duration PATIENCE = Duration.ofMillis(500);
    private static final String EVENT = "data: \"" + "x".repeat(4_096) + "\"\n\n";

    private final Recording observed = new Recording();
    private final AtomicInteger cancelled = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();

    @Test
    @DisplayName("a reader who does not read is sent away, told of once, and gives its place back")
    void sendsAwayWhoDoesNotRead() throws IOException {
        Flux<String> endless = Flux.generate(sink -> sink.next(EVENT));
        DisposableServer server = serve(endless, connection -> {});
        try (EventStream stalled = EventStream.openWithReceiveBuffer((InetSocketAddress) server.address(), 4_096)) {
            assertThat(stalled.status()).isEqualTo(200);

            Eventually.that("the stream has ended", () -> ended.get() > 0);

            assertThat(cancelled).as("nobody makes events for it any more").hasValue(1);
            assertThat(observed.stalledStreams()).containsExactly(PATIENCE);
        } finally {
            server.disposeNow();
        }
        assertThat(ended).hasValue(1);
    }

    @Test
    @DisplayName("a stream that ends by itself gives its place back, and its connection is not watched any more")
    void letsGoOfAConnectionWithItsStream() throws IOException {
        AtomicReference<ChannelPipeline> pipeline = new AtomicReference<>();
        DisposableServer server = serve(
                Flux.just(EVENT),
                connection -> pipeline.set(connection.channel().pipeline()));
        try (EventStream stream = EventStream.open((InetSocketAddress) server.address())) {
            while (stream.next() != null) {
                // To its end.
            }
            Eventually.that("the stream has ended", () -> ended.get() > 0);
            Eventually.that(
                    "nobody watches the connection",
                    () -> pipeline.get().get(NettyPipeline.OnChannelWriteIdle) == null);
            assertThat(pipeline.get().channel().isActive()).isTrue();
        } finally {
            server.disposeNow();
        }
    }

    @Test
    @DisplayName("a stream that had nothing to say is not ended: its reader is not to blame")
    void leavesASilentStreamAlone() throws IOException {
        Flux<String> pausing = Flux.just("data: 1\n\n")
                .concatWith(Flux.just("data: 2\n\n").delaySubscription(PATIENCE.multipliedBy(4)));
        DisposableServer server = serve(pausing, connection -> {});
        try (EventStream stream = EventStream.open((InetSocketAddress) server.address())) {
            List<Integer> read = new ArrayList<>();
            for (EventStream.Event event = stream.next(); event != null; event = stream.next()) {
                read.add(event.json().intValue());
            }
            assertThat(read).containsExactly(1, 2);
            assertThat(observed.stalledStreams()).isEmpty();
        } finally {
            server.disposeNow();
        }
    }

    private DisposableServer serve(Flux<String> events, Consumer<Connection> connected) {
        EventStreams streams = new EventStreams(observed, PATIENCE);
        return HttpServer.create()
                .host("127.0.0.1")
                .port(0)
                .doOnConnection(connected)
                .handle((request, response) -> streams.send(
                        new Answer.Stream(
                                events.doOnCancel(cancelled::incrementAndGet)
                                        .map(text -> Unpooled.copiedBuffer(text, StandardCharsets.UTF_8)),
                                ended::incrementAndGet),
                        request,
                        response))
                .bindNow();
    }
}
