package io.agentserver.server.ws;

import static io.agentserver.server.ws.Wires.HEARTBEAT;
import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The first frame of a connection, without a socket and in virtual time (contract 3.1 to 3.3, 3.5). */
class ConnectionRegistrationTest {

    @RegisterExtension
    final Wires wires = new Wires();

    private final HubKit kit = wires.kit();

    @Test
    @DisplayName("5: a REGISTER is confirmed")
    void confirms() {
        Wire wire = wires.open();

        wire.register("D1");

        assertThat(wire.types()).containsExactly("heartbeat");
        assertThat(kit.registry().find("D1")).isNotNull();
    }

    @ParameterizedTest(name = "8, 9, 10: {0} is answered by an error and 1008")
    @CsvSource(
            delimiter = '|',
            value = {
                "hello | Invalid message: not JSON",
                "'' | Invalid message: not JSON",
                "[] | Invalid message: not a JSON object",
                "{\"type\":\"heartbeat\",\"client_id\":\"D1\"} | First message must be a registration message",
                "{\"type\":\"bogus\"} | First message must be a registration message",
                "{\"client_id\":\"D1\"} | First message must be a registration message",
                "{\"type\":\"register\"} | Client ID is required for WebSocket registration",
                "{\"type\":\"register\",\"client_id\":\"\"} | Client ID is required for WebSocket registration",
                "{\"type\":\"register\",\"client_id\":7} | Invalid message: client_id: must be a string",
            })
    void refusesAnother(String text, String error) {
        Wire wire = wires.open();

        wire.say(text);

        assertThat(wire.error()).isEqualTo(error);
        assertThat(wire.goodbye()).startsWith("1008 ");
        wire.register("D1");
        assertThat(kit.registry().size()).as("what follows is not heard").isZero();
    }

    @Test
    @DisplayName("10: a binary frame is answered by an error and 1008")
    void refusesBinary() {
        Wire wire = wires.open();

        wire.send(new BinaryWebSocketFrame(Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8)));

        assertThat(wire.error()).isEqualTo("First message must be a registration message");
        assertThat(wire.goodbye()).startsWith("1008 ");
    }

    @Test
    @DisplayName("11: nothing for 30 s")
    void waits() {
        Wire wire = wires.open();

        wires.later(wire, 29);
        assertThat(wire.goodbye()).isNull();
        wires.later(wire, 1);

        assertThat(wire.error()).isEqualTo("Registration timed out");
        assertThat(wire.goodbye()).startsWith("1008 ");
    }

    @Test
    @DisplayName("16: an unknown target is answered by an error and 1000 without a reason")
    void refusesAnUnknownTarget() {
        Wire wire = wires.open();

        wire.say(
                "{\"type\":\"register\",\"client_type\":\"constellation\",\"client_id\":\"C\",\"target_id\":\"nope\"}");

        assertThat(wire.error()).isEqualTo("Target device 'nope' is not connected");
        assertThat(wire.goodbye()).isEqualTo("1000 ");
    }

    @Test
    @DisplayName("3.2.5: what comes in the same packet as REGISTER is heard, after the confirmation")
    void hearsWhatFollowsAtOnce() {
        Wire wire = wires.open();

        wire.send(
                new TextWebSocketFrame(
                        "{\"type\":\"register\",\"client_id\":\"D1\",\"metadata\":{\"platform\":\"linux\"}}"),
                new TextWebSocketFrame("{\"type\":\"task\",\"request\":\"r\"}"),
                new TextWebSocketFrame(HEARTBEAT));

        assertThat(wire.types()).containsExactly("heartbeat", "heartbeat", "command", "heartbeat");
    }
}
