package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.RawSocket;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.io.IOException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 3.1 to 3.5 and 9: who may come in. */
class RegistrationIT {

    private static final List<String> KEYS = List.of(
            "type",
            "status",
            "user_request",
            "agent_name",
            "process_name",
            "root_name",
            "actions",
            "messages",
            "error",
            "session_id",
            "task_name",
            "timestamp",
            "response_id",
            "result");

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
    @DisplayName("5: a device that says no more than its id is confirmed; all other fields are null")
    void confirmsADevice() {
        try (WireClient device = server.connect()) {
            device.send("{'type':'register','status':'ok','client_id':'minimal'}");

            JsonNode confirmation = device.expect("{'type':'heartbeat','status':'ok'}");

            List<String> names = new ArrayList<>();
            for (Map.Entry<String, JsonNode> member : confirmation.properties()) {
                names.add(member.getKey());
                boolean filled =
                        List.of("type", "status", "timestamp", "response_id").contains(member.getKey());
                assertThat(member.getValue().isNull()).as(member.getKey()).isEqualTo(!filled);
            }
            assertThat(names).containsExactlyElementsOf(KEYS);
            assertThat(OffsetDateTime.parse(confirmation.path("timestamp").asString()))
                    .isCloseTo(OffsetDateTime.now(), within(1, ChronoUnit.MINUTES));
            assertThat(confirmation.path("response_id").asString()).hasSize(36);
            assertThat(server.knows("minimal")).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'register','client_id':'ID'}",
                "{'type':'REGISTER','status':'OK','client_type':'DEVICE','client_id':'ID'}",
                "{'type':'register','status':'ok','client_type':null,'client_id':'ID','metadata':null,'target_id':null}"
            })
    @DisplayName("6: a REGISTER without status, in upper case, with explicit nulls, is confirmed (2.7)")
    void toleratesDeviations(String register) {
        server.register(register.replace("ID", "tolerated")).leave();
    }

    @Test
    @DisplayName("7: unknown keys, at the top and in the metadata, are ignored")
    void ignoresUnknownKeys() {
        server.register("{'type':'register','status':'ok','client_id':'unknown-keys','colour':{'deep':[1,{'er':null}]},"
                        + "'metadata':{'platform':'linux','favourite':'blue','nested':{'x':[]}},'z':1e3}")
                .leave();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'register','status':'ok'}",
                "{'type':'register','status':'ok','client_id':null}",
                "{'type':'register','status':'ok','client_id':''}"
            })
    @DisplayName("8: a REGISTER without a client_id is an error and close 1008")
    void refusesAMissingId(String register) {
        expectRefusal(register, "Client ID is required for WebSocket registration");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{'type':'heartbeat','status':'ok','client_id':'D1'}",
                "{'type':'task','status':'continue','client_id':'D1','session_id':'s','request':'x'}",
                "{'type':'command_results','status':'ok','client_id':'D1','action_results':[]}",
                "{'type':'binary_data','size':3}"
            })
    @DisplayName("9: a first frame that is no REGISTER is an error and close 1008")
    void refusesAnotherFirstFrame(String message) {
        expectRefusal(message, "First message must be a registration message");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hello|Invalid message: not JSON",
                "''|Invalid message: not JSON",
                "{\"type\":\"register\"|Invalid message: not JSON",
                "[]|Invalid message: not a JSON object",
                "{\"type\":\"bogus\"}|First message must be a registration message",
                "{\"type\":\"register\",\"client_id\":7}|Invalid message: client_id: must be a string"
            })
    @DisplayName("10: a first frame that is no message is an error and close 1008")
    void refusesNonsense(String text, String error) {
        expectRefusal(text, error);
    }

    @Test
    @DisplayName("10: a binary first frame is an error and close 1008, and nobody is listed")
    void refusesABinaryFrame() {
        List<ClientInfo> before = server.snapshot().clients();
        try (WireClient client = server.connect()) {
            client.sendFrame(Frame.BINARY, true, new byte[] {1, 2, 3});

            client.expectError("First message must be a registration message");
            client.expectClose(1008);
        }
        assertThat(before).containsAll(server.snapshot().clients());
    }

    @Test
    @DisplayName("11: a client that does not register in time is told so and closed with 1008")
    void waitsForTheRegistrationOnlySoLong() {
        try (TestServer hasty = TestServer.start(
                        config -> config.withConnections(c -> c.withRegistrationTimeout(Duration.ofMillis(200))));
                WireClient silent = hasty.connect()) {
            silent.expectError("Registration timed out");
            silent.expectClose(1008);
        }
    }

    @Test
    @DisplayName("12: a second socket with the id of a living client is refused; the first stays as it is")
    void refusesADuplicate() {
        try (WireClient first = server.device("D12");
                WireClient second = server.connect()) {
            second.send("{'type':'register','status':'ok','client_id':'D12'}");

            second.expectError("client_id 'D12' is already registered; duplicate registrations are not allowed");
            second.expectClose(1000);
            first.heartbeat();
            assertThat(server.knows("D12")).isTrue();
        }
    }

    @Test
    @DisplayName("12: nor may a constellation take the id of a device")
    void refusesADuplicateInAnotherRole() {
        try (WireClient first = server.device("D12b");
                WireClient second = server.connect()) {
            second.send("{'type':'register','status':'ok','client_type':'constellation','client_id':'D12b'}");

            second.expectError("client_id 'D12b' is already registered; duplicate registrations are not allowed");
            second.expectClose(1000);
            first.heartbeat();
        }
    }

    @Test
    @DisplayName("13: a client that does not answer pings loses its id to a new one within about 3 s")
    void evictsADeadHolder() {
        try (WireClient dead = server.device("D13");
                WireClient fresh = server.connect()) {
            dead.stopAnsweringPings();
            long began = System.nanoTime();

            fresh.send("{'type':'register','status':'ok','client_id':'D13'}");

            fresh.expect("{'type':'heartbeat','status':'ok'}");
            // The pings of the dead one would find out only after 20 s.
            assertThat(Duration.ofNanos(System.nanoTime() - began))
                    .isBetween(Duration.ofMillis(2_500), Duration.ofSeconds(15));
            dead.expectClose(1000);
            fresh.heartbeat();
            assertThat(server.knows("D13")).isTrue();
        }
    }

    @Test
    @DisplayName("14: a device that left comes back at once")
    void letsADeviceComeBack() {
        for (int round = 0; round < 20; round++) {
            server.device("D14").leave();
        }
        Eventually.that("D14 is gone", () -> !server.knows("D14"));
    }

    @Test
    @DisplayName("16: a constellation whose target is not connected is refused")
    void refusesAnUnknownTarget() {
        expectTargetRefused("nope");
    }

    @Test
    @DisplayName("17: a constellation is no target for another")
    void refusesAConstellationAsTarget() {
        try (WireClient other = server.constellation("other-constellation")) {
            expectTargetRefused("other-constellation");
            other.heartbeat();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'target_id':null,", "'target_id':'',"})
    @DisplayName("18: a constellation without a target is confirmed")
    void confirmsAConstellationWithoutTarget(String target) {
        server.register("{'type':'register','status':'ok','client_type':'constellation'," + target
                        + "'client_id':'run@anything'}")
                .leave();
    }

    @Test
    @DisplayName("3.2: a constellation with a connected target is confirmed")
    void confirmsAConstellation() {
        try (WireClient device = server.device("D32");
                WireClient constellation = server.constellation("run@D32", "D32")) {
            constellation.heartbeat();
            device.heartbeat();
        }
    }

    @Test
    @DisplayName("1.7: the confirmation is the first frame, however eagerly tasks are dispatched to the id")
    void confirmsBeforeAnythingElse() throws InterruptedException {
        AtomicBoolean stop = new AtomicBoolean();
        Thread dispatcher = new Thread(() -> {
            while (!stop.get()) {
                server.dispatch("{'client_id':'racer','request':'run'}");
            }
        });
        dispatcher.start();
        try {
            for (int round = 0; round < 50; round++) {
                try (WireClient device = server.connect()) {
                    device.send("{'type':'register','status':'ok','client_id':'racer'}");
                    device.expect("{'type':'heartbeat','status':'ok','session_id':null}");
                    device.expect("{'type':'task','status':'continue','user_request':'run'}");
                    device.drop();
                }
                Eventually.that("racer is gone", () -> !server.knows("racer"));
            }
        } finally {
            stop.set(true);
            dispatcher.join();
        }
    }

    @Test
    @DisplayName("D-7: a client that drops right after its REGISTER leaves nothing behind")
    void leavesNoGhosts() throws IOException {
        for (int ghost = 0; ghost < 50; ghost++) {
            try (RawSocket socket = RawSocket.connect(server.address())) {
                socket.upgrade("/ws?token=K");
                socket.writeText("{'type':'register','status':'ok','client_id':'ghost-" + ghost + "'}");
                socket.reset();
            }
        }
        Eventually.that(
                "no ghost is listed",
                () -> server.snapshot().clients().stream()
                        .noneMatch(client -> client.clientId().startsWith("ghost-")));
    }

    private static void expectTargetRefused(String target) {
        try (WireClient client = server.connect()) {
            client.send("{'type':'register','status':'ok','client_type':'constellation','client_id':'run@" + target
                    + "','target_id':'" + target + "'}");

            client.expectError("Target device '" + target + "' is not connected");
            client.expectClose(1000);
        }
    }

    private static void expectRefusal(String firstMessage, String error) {
        try (WireClient client = server.connect()) {
            client.send(firstMessage);

            client.expectError(error);
            client.expectClose(1008);
        }
    }
}
