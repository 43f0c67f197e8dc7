package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.Neighbour;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Decisions (memory, close codes): a client that does not read what it asked for. */
class SlowReaderIT {

    private static final int OUTBOX_BYTES = 200_000;

    @Test
    @DisplayName("1013: a reader that stops reading is closed within its budget; a neighbour does not feel it")
    void closesASlowReader() throws IOException {
        try (TestServer server = TestServer.start(config -> config.withLimits(l -> l.withOutboxBytes(OUTBOX_BYTES)));
                Neighbour neighbour = Neighbour.of(server);
                RawSocket slow = RawSocket.connectWithReceiveBuffer(server.address(), 8_192)) {
            slow.upgrade("/ws?token=K");
            slow.writeText("{'type':'register','client_type':'constellation','client_id':'slow'}");
            slow.readFrame();

            String echoed = "{'type':'error','error':'" + "x".repeat(2_000) + "'}";
            int asked = 0;
            while (server.knows("slow")) {
                slow.writeText(echoed);
                asked++;
                // What the kernel's buffers take comes on top of the budget; both are bounded.
                assertThat(asked * 2_000L).isLessThan(64_000_000);
            }

            // The client wakes up: it finds what was on its way, and then why it was closed.
            int received = 0;
            Frame frame = slow.readFrame();
            while (frame.opcode() != Frame.CLOSE) {
                received++;
                frame = slow.readFrame();
            }
            assertThat(frame.closeCode()).isEqualTo(1013);
            assertThat(frame.closeReason()).isEqualTo("slow reader");
            assertThat(received).isLessThan(asked);
            // How much others feel of it is measured by the benchmarks; an event loop that waited would wait for ever.
            assertThat(neighbour.quantile(0.99)).isLessThan(Duration.ofSeconds(2));
        }
    }

    @Test
    @DisplayName("1013: nor does a reader that never wakes up hold anything for long")
    void forgetsASlowReader() throws IOException {
        try (TestServer server = TestServer.start(config ->
                        config.withLimits(l -> l.withOutboxBytes(OUTBOX_BYTES).withConnections(1)));
                RawSocket slow = RawSocket.connectWithReceiveBuffer(server.address(), 8_192)) {
            slow.upgrade("/ws?token=K");
            slow.writeText("{'type':'register','client_id':'slow'}");
            slow.readFrame();
            String echoed = "{'type':'error','error':'" + "x".repeat(2_000) + "'}";
            while (server.knows("slow")) {
                slow.writeText(echoed);
            }

            Eventually.that("its place is free", () -> {
                try (RawSocket next = RawSocket.connect(server.address())) {
                    return next.upgrade("/ws?token=K").status() == 101;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    @Test
    @DisplayName("an empty outbox takes one message of any size: a reader that pauses gets a large one whole")
    void letsAPausingReaderHaveALargeMessage() throws IOException, InterruptedException {
        try (TestServer server = TestServer.start(config -> config.withLimits(l -> l.withOutboxBytes(OUTBOX_BYTES)));
                RawSocket reader = RawSocket.connectWithReceiveBuffer(server.address(), 65_536)) {
            reader.upgrade("/ws?token=K");
            reader.writeText("{'type':'register','client_id':'pausing'}");
            reader.readFrame();
            String text = "y".repeat(4_000_000);

            reader.writeText("{'type':'error','error':'" + text + "'}");
            Thread.sleep(200);
            reader.writeText("{'type':'heartbeat'}");

            long received = 0;
            Frame frame = reader.readFrame();
            while (!frame.last()) {
                received += frame.payload().length;
                frame = reader.readFrame();
            }
            assertThat(received + frame.payload().length).isGreaterThan(4_000_000);
            assertThat(new String(reader.readFrame().payload(), StandardCharsets.UTF_8))
                    .contains("\"heartbeat\"");
        }
    }
}
