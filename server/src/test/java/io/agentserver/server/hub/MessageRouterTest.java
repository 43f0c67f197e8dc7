package io.agentserver.server.hub;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.AipFormatException;
import io.agentserver.protocol.ClientHeader;
import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerMessage;
import io.agentserver.server.testkit.HubKit;
import io.agentserver.server.testkit.HubKit.Client;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The table of contract 3.16, row by row, and what is answered rather than checked. */
class MessageRouterTest {

    private static final String WRONG_ID = "client_id does not match the registered connection";
    private static final String WRONG_ROLE = "client_type does not match the registered connection";

    private final HubKit kit = new HubKit();
    private final Client device = registerWithInfo("D1");
    private final Client constellation = kit.constellation("run@D1", "D1");
    private final Client unscoped = kit.constellation("C0", null);

    @Nested
    @DisplayName("3.16")
    class Checks {

        @Test
        @DisplayName("row 1: what is not AIP is answered with a short text, and the connection stays")
        void row1() {
            sayText(device, "hello");
            assertThat(error(device)).isEqualTo("Invalid message: not JSON");
            sayText(device, "[]");
            assertThat(error(device)).isEqualTo("Invalid message: not a JSON object");
            sayText(device, "");
            assertThat(error(device)).startsWith("Invalid message: ");
            sayText(device, "{\"type\":\"bogus\"}");
            assertThat(error(device)).startsWith("Invalid message: type: ");
            assertThat(device.channel().closed()).isNull();
        }

        @Test
        @DisplayName("row 1, 3.9.8: a TASK that cannot be read but names its session is ended as well")
        void row1EndsATask() {
            sayText(constellation, "{\"type\":\"task\",\"session_id\":\"s\",\"target_id\":7}");

            List<ServerMessage> sent = constellation.channel().take();
            assertThat(((ServerMessage.Error) sent.get(0)).error()).startsWith("Invalid message: target_id: ");
            assertThat(sent.get(0).header().sessionId()).isEqualTo("s");
            assertThat(((ServerMessage.TaskEnd) sent.get(1)).error())
                    .isEqualTo(((ServerMessage.Error) sent.get(0)).error());
        }

        @ParameterizedTest(name = "row 2: a {0} under another id is dropped")
        @EnumSource(
                value = ClientMessageType.class,
                names = {"HEARTBEAT", "TASK", "COMMAND_RESULTS", "DEVICE_INFO_REQUEST", "TASK_END", "ERROR", "REGISTER"
                })
        void row2(ClientMessageType type) {
            kit.say(device, message(type, new ClientHeader(MessageStatus.OK, null, "D2", null, null)));

            assertThat(error(device)).isEqualTo(WRONG_ID);
            assertThat(kit.sessions().active()).isZero();
        }

        @ParameterizedTest(name = "row 3: a {0} in another role is dropped")
        @EnumSource(
                value = ClientMessageType.class,
                names = {"TASK", "COMMAND_RESULTS", "DEVICE_INFO_REQUEST", "DEVICE_INFO_RESPONSE", "REGISTER"})
        void row3(ClientMessageType type) {
            kit.say(
                    device,
                    message(type, new ClientHeader(MessageStatus.OK, ClientType.CONSTELLATION, "D1", null, null)));

            assertThat(error(device)).isEqualTo(WRONG_ROLE);
            assertThat(kit.sessions().active()).isZero();
        }

        @ParameterizedTest(name = "row 3, 2.7: the role of a {0} is not looked at")
        @EnumSource(
                value = ClientMessageType.class,
                names = {"HEARTBEAT", "ERROR", "TASK_END"})
        void row3Exceptions(ClientMessageType type) {
            kit.say(
                    constellation,
                    message(type, new ClientHeader(MessageStatus.OK, ClientType.DEVICE, null, null, null)));

            assertThat(constellation.channel().take())
                    .hasSize(1)
                    .noneMatch(sent -> sent instanceof ServerMessage.Error e && WRONG_ROLE.equals(e.error()));
        }

        @Test
        @DisplayName("rows 2 and 3: the id is checked before the role")
        void row2BeforeRow3() {
            kit.say(
                    device,
                    message(
                            ClientMessageType.TASK,
                            new ClientHeader(MessageStatus.OK, ClientType.CONSTELLATION, "D2", null, null)));

            assertThat(error(device)).isEqualTo(WRONG_ID);
        }

        @Test
        @DisplayName("row 4: a client that is gone is not heard any more")
        void row4() {
            kit.disconnect(device);

            kit.say(device, HubKit.ownTask("t", "r"));
            kit.say(device, message(ClientMessageType.HEARTBEAT, header(null)));

            assertThat(device.channel().take()).isEmpty();
            assertThat(kit.sessions().active()).isZero();
        }

        @ParameterizedTest(name = "row 5: target ''{0}'' is none")
        @ValueSource(strings = {"", "null"})
        void row5(String target) {
            assertThat(refusedTask("null".equals(target) ? null : target))
                    .isEqualTo("Constellation task requests require target_id");
        }

        @Test
        @DisplayName("row 6: the target must be connected")
        void row6() {
            assertThat(refusedTask("D'9")).isEqualTo("Target device \"D'9\" is not connected");
        }

        @Test
        @DisplayName("row 7: the target must be a device")
        void row7() {
            assertThat(refusedTask("C0")).isEqualTo("Constellation tasks may only target device clients");
        }

        @Test
        @DisplayName("row 8: a device runs tasks on itself only")
        void row8() {
            kit.say(device, new ClientMessage.Task(header(null), "t", "D2", "r", null, null));
            assertThat(error(device)).isEqualTo("Device clients may not target other devices");

            kit.say(device, new ClientMessage.Task(header(null), "t", "", "r", null, null));
            assertThat(device.channel().take()).as("an empty target is none").hasSize(2);
        }

        @Test
        @DisplayName("rows 5 to 8 come before the content and the platform")
        void targetBeforeContent() {
            kit.say(device, new ClientMessage.Task(header(null), "t", "D2", "", null, null));
            assertThat(error(device)).isEqualTo("Device clients may not target other devices");

            Client mac = kit.device("mac", "darwin");
            kit.say(mac, new ClientMessage.Task(header(null), "t", null, "", null, null));
            assertThat(error(mac)).as("and the content before the platform").isEqualTo("Empty task content");
        }

        @Test
        @DisplayName("row 10: a session of another owner, or of nobody, is refused")
        void row10() {
            kit.say(constellation, HubKit.task("it's", "D1", "r"));
            constellation.channel().take();

            kit.say(unscoped, HubKit.task("it's", "D1", "r"));

            assertThat(((ServerMessage.Error) unscoped.channel().take().get(0)).error())
                    .isEqualTo("session_id \"it's\" is owned by another client");
            assertThat(constellation.channel().take()).isEmpty();
            assertThat(kit.sessions().active()).isEqualTo(1);
        }

        @Test
        @DisplayName("rows 11 and 12: results of nobody's round are dropped without a word and create no session")
        void rows11And12() {
            ClientMessage results = new ClientMessage.CommandResults(header("unknown"), "x", null, List.of());
            kit.say(device, results);
            kit.say(constellation, results);

            assertThat(device.channel().take()).isEmpty();
            assertThat(constellation.channel().take()).isEmpty();
            assertThat(kit.recording().drops()).containsExactly("command_results", "command_results");
            assertThat(kit.sessions().active()).isZero();
        }

        @Test
        @DisplayName("row 13: a device may not ask about devices")
        void row13() {
            kit.say(device, new ClientMessage.DeviceInfoRequest(header(null), "D1", "r1"));

            assertThat(error(device)).isEqualTo("DEVICE_INFO_REQUEST is permitted only for constellation clients");
        }

        @Test
        @DisplayName("row 14: a scoped constellation asks about its own target only")
        void row14() {
            kit.say(constellation, new ClientMessage.DeviceInfoRequest(header(null), "D2", "r1"));

            assertThat(error(constellation)).isEqualTo("Not authorized to request device info for this device");
        }

        @Test
        @DisplayName("row 17: a second REGISTER changes nothing")
        void row17Register() {
            kit.say(device, new ClientMessage.Register(header(null), null, "windows", null, null));

            assertThat(error(device)).isEqualTo("Unknown message type: register");
            assertThat(device.registered().info().platform()).isEqualTo("linux");
        }

        @Test
        @DisplayName("row 17: the end of a session that nobody runs")
        void row17TaskEnd() {
            kit.say(device, new ClientMessage.TaskEnd(header("s"), null, null));

            ServerMessage.Error error = device.channel().takeOne(ServerMessage.Error.class);
            assertThat(error.error()).isEqualTo("Unknown message type: task_end");
            assertThat(error.header().sessionId())
                    .as("[P] the session of the offending frame")
                    .isEqualTo("s");
        }
    }

    @Test
    @DisplayName("20, 21: a heartbeat is acknowledged with a fresh response id and no session")
    void acknowledgesHeartbeats() {
        kit.say(device, new ClientMessage.Heartbeat(header("s"), null));
        kit.say(device, new ClientMessage.Heartbeat(header(null), null));

        List<ServerMessage> sent = device.channel().take();
        assertThat(sent).extracting(message -> message.type().wire()).containsExactly("heartbeat", "heartbeat");
        assertThat(sent).extracting(message -> message.header().sessionId()).containsOnlyNulls();
        assertThat(sent).extracting(message -> message.header().responseId()).doesNotHaveDuplicates();
    }

    @Test
    @DisplayName("25, 27: device info is what the device registered, under the id of the request")
    void answersDeviceInfo() {
        kit.say(constellation, new ClientMessage.DeviceInfoRequest(header(null), "D1", "r1"));
        kit.say(unscoped, new ClientMessage.DeviceInfoRequest(header(null), "D1", null));

        ServerMessage.DeviceInfoResponse scoped =
                constellation.channel().takeOne(ServerMessage.DeviceInfoResponse.class);
        assertThat(scoped.header().responseId()).isEqualTo("r1");
        assertThat(scoped.header().status()).isEqualTo(MessageStatus.OK);
        assertThat(scoped.result()).hasToString("{\"cpu_count\":4}");
        ServerMessage.DeviceInfoResponse other = unscoped.channel().takeOne(ServerMessage.DeviceInfoResponse.class);
        assertThat(other.header().responseId()).isNull();
        assertThat(other.result()).hasToString("{\"cpu_count\":4}");
    }

    @Test
    @DisplayName("28, 29: a device that is unknown or said nothing of itself is no error, but says so in the result")
    void answersDeviceInfoOfUnknownDevices() {
        kit.device("D2");

        assertThat(deviceInfo("nope")).isEqualTo("{\"error\":\"Device nope not found or no system info available\"}");
        assertThat(deviceInfo("D2")).isEqualTo("{\"error\":\"Device D2 not found or no system info available\"}");
        assertThat(deviceInfo("run@D1"))
                .isEqualTo("{\"error\":\"Device run@D1 not found or no system info available\"}");
    }

    @Test
    @DisplayName("67: a client's error is echoed, with a text if it has none")
    void echoesErrors() {
        kit.say(device, new ClientMessage.Error(header("s"), "tool crashed"));
        ServerMessage.Error echo = device.channel().takeOne(ServerMessage.Error.class);
        assertThat(echo.error()).isEqualTo("tool crashed");
        assertThat(echo.header().sessionId()).isEqualTo("s");

        kit.say(device, new ClientMessage.Error(header(null), ""));
        assertThat(error(device)).isEqualTo("Unknown error");
    }

    @Test
    @DisplayName("68: a device info that nobody asked for is not answered")
    void ignoresDeviceInfo() {
        kit.say(device, new ClientMessage.DeviceInfoResponse(header(null)));

        assertThat(device.channel().take()).isEmpty();
        assertThat(kit.recording().drops()).containsExactly("device_info_response");
    }

    @Test
    @DisplayName("3.17: transfers are refused and the connection stays")
    void refusesTransfers() {
        kit.say(device, new ClientMessage.BinaryTransfer(header(null), ClientMessageType.FILE_TRANSFER_START));
        assertThat(error(device)).isEqualTo("Binary transfer is not supported");
        kit.router().binary(device.registered());
        assertThat(error(device)).isEqualTo("Binary transfer is not supported");
        assertThat(device.channel().closed()).isNull();
    }

    @Test
    @DisplayName("74: answers go to the one who asked")
    void answersOnlyTheSender() {
        kit.say(device, new ClientMessage.Heartbeat(header(null), null));

        assertThat(constellation.channel().take()).isEmpty();
        assertThat(unscoped.channel().take()).isEmpty();
    }

    private Client registerWithInfo(String id) {
        RawJson info = RawJson.of("{\"cpu_count\":4}");
        return kit.register(new ClientMessage.Register(
                HubKit.header(ClientType.DEVICE, id, null), null, "linux", info, RawJson.of("{}")));
    }

    private String refusedTask(@Nullable String target) {
        kit.say(constellation, HubKit.task("s", target, "r"));
        List<ServerMessage> sent = constellation.channel().take();
        ServerMessage.TaskEnd end = (ServerMessage.TaskEnd) sent.get(1);
        assertThat(end.header().status()).isEqualTo(MessageStatus.FAILED);
        assertThat(end.error()).isEqualTo(((ServerMessage.Error) sent.get(0)).error());
        assertThat(kit.sessions().active()).isZero();
        return ((ServerMessage.Error) sent.get(0)).error();
    }

    private String deviceInfo(String target) {
        kit.say(unscoped, new ClientMessage.DeviceInfoRequest(header(null), target, "r"));
        return String.valueOf(unscoped.channel()
                .takeOne(ServerMessage.DeviceInfoResponse.class)
                .result());
    }

    /** Says that as the text of a frame. */
    private void sayText(Client client, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        try {
            kit.say(client, AipCodec.create().decodeClient(bytes, 0, bytes.length));
        } catch (AipFormatException fault) {
            kit.router().unreadable(client.registered(), fault);
        }
    }

    private static String error(Client client) {
        return client.channel().takeOne(ServerMessage.Error.class).error();
    }

    private static ClientHeader header(@Nullable String sessionId) {
        return HubKit.header(null, null, sessionId);
    }

    private static ClientMessage message(ClientMessageType type, ClientHeader header) {
        return switch (type) {
            case REGISTER -> new ClientMessage.Register(header, null, null, null, null);
            case HEARTBEAT -> new ClientMessage.Heartbeat(header, null);
            case TASK -> new ClientMessage.Task(header, "t", "D1", "r", null, null);
            case TASK_END -> new ClientMessage.TaskEnd(header, null, null);
            case COMMAND_RESULTS -> new ClientMessage.CommandResults(header, null, null, List.of());
            case DEVICE_INFO_REQUEST -> new ClientMessage.DeviceInfoRequest(header, "D1", null);
            case DEVICE_INFO_RESPONSE -> new ClientMessage.DeviceInfoResponse(header);
            case ERROR -> new ClientMessage.Error(header, "e");
            case BINARY_DATA, FILE_TRANSFER_START, FILE_TRANSFER_COMPLETE ->
                new ClientMessage.BinaryTransfer(header, type);
        };
    }
}
