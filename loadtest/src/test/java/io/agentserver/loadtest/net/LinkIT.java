package io.agentserver.loadtest.net;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ServerMessage;
import io.netty.channel.EventLoop;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** Connections over real sockets. How a full queue refuses, and all of 127.0.0.0/8 for one's own, are Linux'. */
@EnabledOnOs(OS.LINUX)
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class LinkIT {

    private static final int MOST_ACCEPTED_UNASKED = 16;

    /** A system that is slow, or repeats a lost packet after a second, must not look like a full queue. */
    private static final int FULL_AFTER_MILLIS = 2_000;

    /** A server that accepts nobody, and whose queue of those who want to connect is full. */
    private static final class FullServer implements AutoCloseable {

        private final ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> queue = new ArrayList<>();

        FullServer() throws IOException {
            while (joinsTheQueue()) {
                assertThat(queue).hasSizeLessThan(MOST_ACCEPTED_UNASKED);
            }
        }

        private boolean joinsTheQueue() throws IOException {
            Socket one = new Socket();
            queue.add(one);
            try {
                one.connect(socket.getLocalSocketAddress(), FULL_AFTER_MILLIS);
                return true;
            } catch (SocketTimeoutException e) {
                return false;
            }
        }

        Target target() {
            return Target.of("http://127.0.0.1:" + socket.getLocalPort(), null, false);
        }

        @Override
        public void close() throws IOException {
            for (Socket one : queue) {
                one.close();
            }
            socket.close();
        }
    }

    @Test
    void anHttpConnectionThatIsBeingMadeCanBeDropped() throws Exception {
        try (FullServer server = new FullServer();
                Transport transport = new Transport(server.target(), 1)) {
            EventLoop loop = transport.loops().get(0);
            HttpEvents events = new HttpEvents();
            HttpLink link =
                    loop.submit(() -> HttpLink.open(transport, loop, events)).get();

            assertThat(dropped(loop, link, events.ended)).containsExactly(HttpLink.End.CONNECT_FAILED);
            assertThat(events.connected).isZero();
        }
    }

    @Test
    void anAipConnectionThatIsBeingMadeCanBeDropped() throws Exception {
        try (FullServer server = new FullServer();
                Transport transport = new Transport(server.target(), 1)) {
            EventLoop loop = transport.loops().get(0);
            AipEvents events = new AipEvents();
            AipLink link = loop.submit(() -> new AipDialer(transport, loop).open(AipIdentity.device("d"), events))
                    .get();

            assertThat(dropped(loop, link, events.ended)).containsExactly(AipLink.CONNECT_FAILED);
        }
    }

    /** What the owner has heard when the dropping is done: nothing that a timeout of the connect has to bring. */
    private static <T> List<T> dropped(EventLoop loop, Link link, List<T> heard) throws Exception {
        assertThat(heard).isEmpty();
        return loop.submit(() -> {
                    link.drop();
                    return List.copyOf(heard);
                })
                .get();
    }

    @Test
    void aSourceAddressHasNoMorePortsThanItIsAskedFor() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Transport transport =
                        new Transport(Target.of("http://127.0.0.1:" + server.getLocalPort(), null, false), 1, 2)) {
            server.setSoTimeout(10_000);
            EventLoop loop = transport.loops().get(0);
            List<String> sources = new ArrayList<>();
            for (int i = 0; i < 6; i++) {
                loop.submit(() -> HttpLink.open(transport, loop, new HttpEvents()))
                        .get();
                try (Socket accepted = server.accept()) {
                    sources.add(((InetSocketAddress) accepted.getRemoteSocketAddress())
                            .getAddress()
                            .getHostAddress());
                }
            }

            assertThat(sources)
                    .containsExactly("127.0.0.1", "127.0.0.1", "127.0.0.2", "127.0.0.2", "127.0.0.3", "127.0.0.3");
        }
    }

    /** What an HTTP connection has told. */
    private static final class HttpEvents implements HttpLink.Owner {

        private final List<HttpLink.End> ended = new ArrayList<>();
        private int connected;

        @Override
        public void connected(HttpLink link) {
            connected++;
        }

        @Override
        public void answered(HttpLink link, int status, byte[] body) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void ended(HttpLink link, HttpLink.End end) {
            ended.add(end);
        }
    }

    /** What an AIP connection has told. */
    private static final class AipEvents implements AipLink.Owner {

        private final List<String> ended = new ArrayList<>();

        @Override
        public void registered(AipLink link) {
            throw new IllegalStateException("nobody confirms");
        }

        @Override
        public void message(AipLink link, ServerMessage message, byte[] array, int length) {
            throw new IllegalStateException("nobody answers");
        }

        @Override
        public void ended(AipLink link, String kind) {
            ended.add(kind);
        }
    }
}
