package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/** Frames that reach the server before it has become a WebSocket server, all in one packet with the request or in parts. */
class EarlyFramesIT {

    private static final byte[] REQUEST =
            RawSocket.upgradeRequest("/ws?token=K").getBytes(StandardCharsets.ISO_8859_1);

    private static TestServer server;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("3.1: a REGISTER in the same packet as the upgrade request is heard")
    void hearsAFrameInThePacketOfTheRequest() throws IOException {
        try (RawSocket client = RawSocket.connect(server.address())) {
            client.write(together(REQUEST, register("D1"), register("D1")));

            assertThat(client.readAnswer().status()).isEqualTo(101);
            assertThat(text(client.readFrame()))
                    .contains("\"type\":\"heartbeat\"")
                    .contains("\"status\":\"ok\"");
            assertThat(text(client.readFrame())).contains("Unknown message type: register");
        }
    }

    @Test
    @DisplayName("3.1: half a REGISTER in the packet of the request and half of it later is heard")
    void hearsAFrameThatIsCutInTwo() throws IOException {
        byte[] register = register("D2");
        for (int cut = 1; cut < register.length; cut += 7) {
            try (RawSocket client = RawSocket.connect(server.address())) {
                client.write(together(REQUEST, Arrays.copyOf(register, cut)));
                assertThat(client.readAnswer().status()).isEqualTo(101);
                client.write(Arrays.copyOfRange(register, cut, register.length));

                assertThat(text(client.readFrame())).contains("\"type\":\"heartbeat\"");
                client.writeClose(1_000);
                assertThat(client.readFrame().opcode()).isEqualTo(Frame.CLOSE);
            }
        }
    }

    private static byte[] register(String id) {
        return RawSocket.frame(0x80 | Frame.TEXT, Json.bytes("{'type':'register','client_id':'" + id + "'}"));
    }

    private static byte[] together(byte[]... parts) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            all.write(part);
        }
        return all.toByteArray();
    }

    private static String text(Frame frame) {
        return new String(frame.payload(), StandardCharsets.UTF_8);
    }
}
