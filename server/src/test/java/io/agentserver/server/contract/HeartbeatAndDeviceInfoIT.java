package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Contract 3.6, 3.7 and 9: heartbeats, and what a constellation may know of a device. */
class HeartbeatAndDeviceInfoIT {

    private static TestServer server;
    private static WireClient d1;
    private static WireClient d2;
    private static WireClient c1;
    private static WireClient c0;

    @BeforeAll
    static void start() {
        server = TestServer.start(config -> config.withDevices(Map.of(
                "tagged",
                Map.of("location", "lab", "tags", List.of("fast"), "additional_features", List.of("gpu", "cli")))));
        d1 = server.device("D1");
        d2 = server.device("D2");
        c1 = server.constellation("run@D1", "D1");
        c0 = server.constellation("run");
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    @DisplayName("20: a heartbeat is acknowledged under a new response_id")
    void acknowledgesAHeartbeat() {
        JsonNode first = d1.send("{'type':'heartbeat','status':'ok','client_id':'D1','client_type':'device'}")
                .expect("{'type':'heartbeat','status':'ok','session_id':null,'error':null,'result':null}");
        JsonNode second = d1.heartbeat();

        assertThat(first.path("response_id").asString())
                .isNotEmpty()
                .isNotEqualTo(second.path("response_id").asString());
    }

    @Test
    @DisplayName("21: a heartbeat without client_id is acknowledged")
    void acknowledgesAHeartbeatWithoutId() {
        d1.send("{'type':'heartbeat','status':'ok','client_id':null}").expect("{'type':'heartbeat','status':'ok'}");
        d1.send("{'type':'heartbeat'}").expect("{'type':'heartbeat','status':'ok'}");
    }

    @Test
    @DisplayName("22: a heartbeat in another's name is an error")
    void refusesAHeartbeatInAnothersName() {
        d1.send("{'type':'heartbeat','status':'ok','client_id':'D2'}")
                .expectError("client_id does not match the registered connection");
        d1.heartbeat();
        d2.expectNothing();
    }

    @Test
    @DisplayName("24: a constellation's heartbeat is acknowledged, whatever role it states")
    void acknowledgesAConstellationsHeartbeat() {
        c1.send("{'type':'heartbeat','status':'ok','client_id':'run@D1','client_type':'constellation'}")
                .expect("{'type':'heartbeat','status':'ok'}");
        // What Galaxy really sends (2.7, D-4).
        c1.send("{'type':'heartbeat','status':'ok','client_id':'run@D1','client_type':'device',"
                        + "'metadata':{'device_id':'D1'}}")
                .expect("{'type':'heartbeat','status':'ok'}");
    }

    @Test
    @DisplayName("25: a constellation asks for its target's system info and gets it under its request id")
    void answersForTheTarget() {
        JsonNode answer = ask(c1, "D1", "r1");

        assertThat(answer.path("response_id").asString()).isEqualTo("r1");
        assertThat(answer.path("result")).isEqualTo(Json.of(TestServer.SYSTEM_INFO));
    }

    @Test
    @DisplayName("26: a constellation with a target may not ask for another device")
    void refusesAnotherThanTheTarget() {
        c1.send("{'type':'device_info_request','status':'ok','target_id':'D2','request_id':'r2'}")
                .expectError("Not authorized to request device info for this device");
    }

    @Test
    @DisplayName("27: a constellation without a target may ask for any device")
    void answersAConstellationWithoutTarget() {
        assertThat(ask(c0, "D1", "r3").path("result")).isEqualTo(Json.of(TestServer.SYSTEM_INFO));
        assertThat(ask(c0, "D2", "r4").path("result").path("device_id").asString())
                .isEqualTo("D2");
    }

    @Test
    @DisplayName("28: of an unknown device there is an error in the result, with status ok")
    void answersForAnUnknownDevice() {
        assertThat(ask(c0, "nope", "r5").path("result"))
                .isEqualTo(Json.of("{'error':'Device nope not found or no system info available'}"));
    }

    @Test
    @DisplayName("29: so there is of a device that registered none")
    void answersForADeviceWithoutSystemInfo() {
        try (WireClient bare = server.register("{'type':'register','status':'ok','client_id':'bare'}")) {
            assertThat(ask(c0, "bare", "r6").path("result"))
                    .isEqualTo(Json.of("{'error':'Device bare not found or no system info available'}"));
            bare.heartbeat();
        }
    }

    @Test
    @DisplayName("30: a device may not ask")
    void refusesADevice() {
        d1.send("{'type':'device_info_request','status':'ok','client_type':'device','target_id':'D1','request_id':'r'}")
                .expectError("DEVICE_INFO_REQUEST is permitted only for constellation clients");
    }

    @Test
    @DisplayName("31: the settings of the device's configuration are merged into what it registered (6.3)")
    void mergesTheConfiguration() {
        try (WireClient tagged = server.device("tagged")) {
            JsonNode info = ask(c0, "tagged", "r7").path("result");

            assertThat(info.path("tags")).isEqualTo(Json.of("['fast']"));
            assertThat(info.path("supported_features")).containsExactlyInAnyOrder(Json.of("'cli'"), Json.of("'gpu'"));
            assertThat(info.path("custom_metadata").path("location").asString()).isEqualTo("lab");
            assertThat(info.path("hostname").asString()).isEqualTo("lab");
            tagged.heartbeat();
        }
    }

    @Test
    @DisplayName("74: what is asked on one socket is answered on that socket, whoever connected later")
    void answersWhereItWasAsked() {
        try (WireClient a = server.constellation("asker-a");
                WireClient b = server.constellation("asker-b")) {
            JsonNode answer = ask(a, "D1", "for-a");
            a.heartbeat();

            assertThat(answer.path("response_id").asString()).isEqualTo("for-a");
            b.expectNothing();
            assertThat(ask(b, "D2", "for-b").path("response_id").asString()).isEqualTo("for-b");
            a.expectNothing();
        }
    }

    private static JsonNode ask(WireClient asker, String device, String requestId) {
        return asker.send("{'type':'device_info_request','status':'ok','client_type':'constellation','target_id':'"
                        + device + "','request_id':'" + requestId + "'}")
                .expect("{'type':'device_info_response','status':'ok','error':null}");
    }
}
