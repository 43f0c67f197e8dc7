package io.agentserver.protocol.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import reactor.test.StepVerifier;

class LiveConstellationTest {

    @RegisterExtension
    private final EmbeddedConnection.Extension embedded = new EmbeddedConnection.Extension();

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-02-03T08:00:00Z"), ZoneOffset.UTC);

    private EmbeddedConnection<ConstellationConnection> galaxy() {
        return embedded.constellation(client -> client.clock(CLOCK)).confirm();
    }

    private static String requestId(String json) {
        return RawJson.of(json).member("request_id").stringValue();
    }

    @Test
    void registersAsTheRealGalaxy() {
        // Contract 2.8, 3.2.
        EmbeddedConnection<ConstellationConnection> galaxy = embedded.constellation(client -> client.clock(CLOCK));

        assertThat(galaxy.allSent())
                .containsExactly(
                        "{\"type\":\"register\",\"status\":\"ok\",\"client_type\":\"constellation\","
                                + "\"session_id\":null,\"task_name\":null,\"client_id\":\"night_run@lab-pc-7\","
                                + "\"target_id\":\"lab-pc-7\",\"request\":null,\"action_results\":null,"
                                + "\"timestamp\":\"2026-02-03T08:00:00.000000+00:00\",\"request_id\":null,"
                                + "\"prev_response_id\":null,\"error\":null,\"metadata\":{\"type\":\"constellation_client\","
                                + "\"task_name\":\"night_run\",\"targeted_device_id\":\"lab-pc-7\",\"capabilities\":"
                                + "[\"task_distribution\",\"session_management\",\"device_coordination\"],\"version\":\"2.0\"}}");
    }

    @Test
    void waitsForHeartbeatOkOrAnError() {
        // Contract 8.2: anything else while registering is ignored.
        EmbeddedConnection<ConstellationConnection> galaxy = embedded.constellation(client -> client);

        galaxy.receive(Frames.command("s", "r", "a"));
        galaxy.receive(Frames.heartbeat(null).replace("\"ok\"", "\"error\""));
        assertThat(galaxy.registered).isEmpty();
        assertThat(galaxy.errors).isEmpty();
        galaxy.receive(Frames.error("Target device 'lab-pc-7' is not connected"));

        assertThat(galaxy.errors)
                .singleElement()
                .isInstanceOfSatisfying(
                        RegistrationRefusedException.class,
                        e -> assertThat(e.serverText()).isEqualTo("Target device 'lab-pc-7' is not connected"));
    }

    @Test
    void sendsItsFirstHeartbeatAtOnceAndClaimsToBeADevice() {
        // Contract 1.4, 2.3, 8.2.
        EmbeddedConnection<ConstellationConnection> galaxy =
                embedded.constellation(client -> client.clock(CLOCK).heartbeats(Duration.ZERO, Duration.ofSeconds(30)));
        galaxy.allSent();
        String heartbeat = "{\"type\":\"heartbeat\",\"status\":\"ok\",\"client_type\":\"device\",\"session_id\":null,"
                + "\"task_name\":null,\"client_id\":\"night_run@lab-pc-7\",\"target_id\":null,\"request\":null,"
                + "\"action_results\":null,\"timestamp\":\"2026-02-03T08:00:00.000000+00:00\",\"request_id\":null,"
                + "\"prev_response_id\":null,\"error\":null,\"metadata\":{\"device_id\":\"lab-pc-7\"}}";

        galaxy.receive(Frames.CONFIRMED);
        assertThat(galaxy.allSent()).containsExactly(heartbeat);
        galaxy.pass(Duration.ofMillis(29_999));
        assertThat(galaxy.allSent()).isEmpty();
        galaxy.pass(Duration.ofMillis(1));
        assertThat(galaxy.allSent()).containsExactly(heartbeat);
    }

    @Test
    void heartbeatsMayTellTheTruth() {
        EmbeddedConnection<ConstellationConnection> galaxy = embedded.constellation(
                        client -> client.heartbeatType(ClientType.CONSTELLATION))
                .confirm();

        galaxy.connection().heartbeat().subscribe();

        assertThat(galaxy.sent()).contains("\"client_type\":\"constellation\"");
    }

    @Test
    void realScheduleIsTheDefault() {
        ClientConfig config = ClientConfig.constellation(new Endpoint(EmbeddedConnection.URI_OF_NOTHING, null));

        assertThat(config.pingInterval).hasSeconds(30);
        assertThat(config.pongTimeout).hasSeconds(180);
        assertThat(config.firstHeartbeat).isZero();
        assertThat(config.heartbeatInterval).hasSeconds(30);
        assertThat(config.registrationTimeout).hasSeconds(30);
        assertThat(config.deviceInfoTimeout).hasSeconds(10);
        assertThat(config.taskTimeout).hasSeconds(1000);
        assertThat(config.reconnect.pause(5)).contains(Duration.ofSeconds(5));
        assertThat(config.reconnect.pause(6)).isEmpty();
    }

    @Test
    void deviceInfoIsMatchedByResponseId() {
        // Contract 3.7.
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();
        List<RawJson> infos = new ArrayList<>();
        galaxy.connection().deviceInfo("a").subscribe(infos::add);
        galaxy.connection().deviceInfo().subscribe(infos::add);
        String first = galaxy.sent();
        String second = galaxy.sent();

        galaxy.receive(Frames.deviceInfo("nobody's", "{\"n\":0}"));
        galaxy.receive(Frames.deviceInfo(requestId(second), "{\"n\":2}"));
        galaxy.receive(Frames.deviceInfo(requestId(first), "{\"n\":1}"));
        galaxy.receive(Frames.deviceInfo(requestId(first), "{\"n\":3}"));

        assertThat(first)
                .contains("\"type\":\"device_info_request\",\"status\":\"ok\",\"client_type\":\"constellation\"");
        assertThat(first).contains("\"target_id\":\"a\"").contains("\"request_id\":\"device_info_a_");
        assertThat(second).contains("\"target_id\":\"lab-pc-7\"");
        assertThat(infos).containsExactly(RawJson.of("{\"n\":2}"), RawJson.of("{\"n\":1}"));
    }

    @Test
    void keyErrorInTheResultIsAFailure() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();

        StepVerifier.create(galaxy.connection().deviceInfo())
                .then(() -> galaxy.receive(Frames.deviceInfo(
                        requestId(galaxy.sent()),
                        "{\"error\":\"Device lab-pc-7 not found or no system info available\"}")))
                .verifyErrorSatisfies(e -> assertThat(e)
                        .isInstanceOf(DeviceInfoException.class)
                        .hasMessage(
                                "device info of 'lab-pc-7': Device lab-pc-7 not found or no system info available"));
    }

    @Test
    void answerWithoutAResultIsAFailureToo() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();

        StepVerifier.create(galaxy.connection().deviceInfo())
                .then(() -> galaxy.receive(Frames.deviceInfo(requestId(galaxy.sent()), "null")))
                .verifyError(DeviceInfoException.class);
    }

    @Test
    void refusedDeviceInfoWaitsOutItsTenSeconds() {
        // Contract 3.7.6.
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();
        List<Throwable> errors = new ArrayList<>();
        galaxy.connection().deviceInfo().subscribe(info -> {}, errors::add);

        galaxy.receive(Frames.error("Not authorized to request device info for this device"));
        galaxy.pass(Duration.ofMillis(9_999));
        assertThat(errors).isEmpty();
        galaxy.pass(Duration.ofMillis(1));

        assertThat(errors).singleElement().isInstanceOf(AipTimeoutException.class);
    }

    @Test
    void withoutATargetTheDeviceMustBeNamed() {
        ConstellationConnection untargeted = new LiveConstellation(
                ConstellationClient.create(EmbeddedConnection.URI_OF_NOTHING).clientId("g").config);

        StepVerifier.create(untargeted.deviceInfo()).verifyError(IllegalStateException.class);
    }

    @Test
    void sendsATaskAsGalaxyDoes() {
        // Contract 3.9.1.
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();

        galaxy.connection()
                .task("night_run@t3", "galaxy/night_run/t3", "count the log files")
                .subscribe(outcome -> {}, e -> {});

        assertThat(galaxy.allSent())
                .containsExactly("{\"type\":\"task\",\"status\":\"continue\",\"client_type\":\"constellation\","
                        + "\"session_id\":\"night_run@t3\",\"task_name\":\"galaxy/night_run/t3\","
                        + "\"client_id\":\"night_run@lab-pc-7\",\"target_id\":\"lab-pc-7\","
                        + "\"request\":\"count the log files\",\"action_results\":null,"
                        + "\"timestamp\":\"2026-02-03T08:00:00.000000+00:00\",\"request_id\":null,"
                        + "\"prev_response_id\":null,\"error\":null,\"metadata\":null}");
    }

    @Test
    void taskIsAcceptedAndEndedUnderItsSessionId() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();

        StepVerifier.create(galaxy.connection()
                        .taskEvents(TaskRequest.of("count")
                                .withSessionId("s-1")
                                .withTaskName("n")
                                .withTargetId("other")))
                .then(() -> assertThat(galaxy.sent())
                        .contains("\"target_id\":\"other\"")
                        .contains("\"task_name\":\"n\""))
                .then(() -> galaxy.receive(Frames.error("error frames never end a task")))
                .then(() -> galaxy.receive(Frames.heartbeat(null)))
                .then(() -> galaxy.receive(Frames.heartbeat("s-2")))
                .then(() -> galaxy.receive(Frames.taskEnd("s-2", "completed", "1", null)))
                .then(() -> galaxy.receive(Frames.heartbeat("s-1")))
                .expectNext(new TaskEvent.Accepted("s-1"))
                .then(() -> galaxy.receive(Frames.taskEnd("s-1", "failed", "null", "no such file")))
                .expectNext(new TaskEvent.Ended(new TaskOutcome("s-1", MessageStatus.FAILED, null, "no such file")))
                .verifyComplete();
    }

    @Test
    void repeatedAcknowledgementIsToldOnce() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();
        List<TaskEvent> events = new ArrayList<>();
        galaxy.connection().taskEvents(TaskRequest.of("x").withSessionId("s-1")).subscribe(events::add, e -> {});

        galaxy.receive(Frames.heartbeat("s-1"));
        galaxy.receive(Frames.heartbeat("s-1"));

        assertThat(events).containsExactly(new TaskEvent.Accepted("s-1"));
    }

    @Test
    void successNeedsBothStatusAndNoError() {
        // Contract 8.2.
        assertThat(new TaskOutcome("s", MessageStatus.COMPLETED, null, null).succeeded())
                .isTrue();
        assertThat(new TaskOutcome("s", MessageStatus.COMPLETED, null, "").succeeded())
                .isFalse();
        assertThat(new TaskOutcome("s", MessageStatus.FAILED, null, null).succeeded())
                .isFalse();
    }

    @Test
    void lostConnectionFailsWhatIsPending() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();
        List<Throwable> errors = new ArrayList<>();
        galaxy.connection().task("s", "n", "x").subscribe(outcome -> {}, errors::add);
        galaxy.connection().deviceInfo().subscribe(info -> {}, errors::add);

        galaxy.channel.close();

        assertThat(errors).hasSize(2).hasOnlyElementsOfType(ConnectionLostException.class);
        StepVerifier.create(galaxy.connection().task("s2", "n", "x")).verifyError(ConnectionLostException.class);
        StepVerifier.create(galaxy.connection().deviceInfo()).verifyError(ConnectionLostException.class);
    }

    @Test
    void cancelledTaskIsForgottenAndItsSessionIdFree() {
        EmbeddedConnection<ConstellationConnection> galaxy = galaxy();
        TaskRequest request = TaskRequest.of("x").withSessionId("s-1");
        galaxy.connection().task(request).subscribe().dispose();
        List<TaskOutcome> outcomes = new ArrayList<>();
        galaxy.connection().task(request).subscribe(outcomes::add);

        galaxy.receive(Frames.taskEnd("s-1", "completed", "1", null));

        assertThat(outcomes).hasSize(1);
        assertThat(galaxy.allSent()).hasSize(2).allMatch(sent -> sent.contains("\"type\":\"task\""));
    }
}
