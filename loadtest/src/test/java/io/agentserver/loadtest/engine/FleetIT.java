package io.agentserver.loadtest.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.loadtest.net.AipDialer;
import io.agentserver.loadtest.net.AipIdentity;
import io.agentserver.loadtest.net.Target;
import io.agentserver.loadtest.net.Transport;
import io.netty.channel.EventLoop;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A fleet against a server that accepts connections and says nothing. */
@Timeout(value = 30, unit = TimeUnit.SECONDS)
final class FleetIT {

    private static final long S = 1_000_000_000;

    private final VirtualTime time = new VirtualTime();

    @Test
    void aConnectionThatIsNeverRegisteredIsDroppedAndTriedAgain() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
                Transport transport =
                        new Transport(Target.of("http://127.0.0.1:" + server.getLocalPort(), null, false), 1)) {
            server.setSoTimeout(10_000);
            EventLoop loop = transport.loops().get(0);
            Shard shard = new Shard(time, new LiveWireless(), new Window(), List.of(), 60 * S, 10, 1, fault -> {
                throw fault;
            });
            Fleet fleet = loop.submit(() -> {
                        Fleet made = new Fleet(new AipDialer(transport, loop), shard, new FleetCounts("r"));
                        made.add(AipIdentity.device("d"), Personality.PROMPT);
                        return made;
                    })
                    .get();

            try (Socket first = server.accept()) {
                // What it is asked: the connection is up on its side too.
                assertThat(first.getInputStream().read()).isEqualTo('G');
                loop.submit(() -> time.runUntil(22 * S)).get();
                first.getInputStream().readAllBytes();
                while (!loop.submit(() -> fleet.failures().containsKey("connection_lost"))
                        .get()) {
                    Thread.onSpinWait();
                }
                loop.submit(() -> time.runUntil(23 * S)).get();
                try (Socket second = server.accept()) {
                    assertThat(second.getInputStream().read()).isEqualTo('G');
                }
            }
        }
    }

    /** Sends nothing. */
    private static final class LiveWireless implements Wire {
        @Override
        public void start(Call call) {
            throw new IllegalStateException("nobody asks");
        }

        @Override
        public void userEnded(User user) {
            throw new IllegalStateException("nobody is there");
        }
    }
}
