package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Frame;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 3.9, 3.11 to 3.15 and 9: tasks that a constellation has a device run. */
class ConstellationTaskIT {

    private static TestServer server;

    private WireClient d1;
    private WireClient d2;
    private WireClient c1;
    private WireClient c0;

    @BeforeAll
    static void start() {
        server = TestServer.start();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @BeforeEach
    void connect() {
        d1 = server.device("D1");
        d2 = server.device("D2");
        c1 = server.constellation("run@D1", "D1");
        c0 = server.constellation("C0");
    }

    @AfterEach
    void drop() {
        for (WireClient client : new WireClient[] {d1, d2, c1, c0}) {
            client.close();
        }
        Eventually.that("all are gone", () -> server.snapshot().clients().isEmpty());
        Eventually.that("no session is left", () -> server.snapshot().activeSessions() == 0);
    }

    @Test
    @DisplayName("37, 38: a task runs on its target; its end goes to the constellation, then the same to the device")
    void runsATask() {
        c1.send("{'type':'task','status':'continue','client_type':'constellation','client_id':'run@D1',"
                + "'target_id':'D1','session_id':'run@t1','task_name':'galaxy/run/t1','request':'count the log files',"
                + "'timestamp':'2026-02-03T08:01:00+00:00'}");

        c1.expect("{'type':'heartbeat','status':'ok','session_id':'run@t1'}");
        JsonNode command = d1.expect("{'type':'command','session_id':'run@t1','task_name':'galaxy_run_t1'}");
        d2.expectNothing();
        c1.expectNothing();

        answer(d1, command, "'a.log'");

        JsonNode end = c1.expect("{'type':'task_end','status':'completed','session_id':'run@t1','error':null,"
                + "'result':[{'request':'count the log files','result':'a.log'}]}");
        assertThat(end.path("error").isNull()).isTrue();
        assertThat(d1.receive()).isEqualTo(end);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'target_id':null,", "'target_id':'',"})
    @DisplayName("39: a task without a target is refused, and its session ended")
    void refusesATaskWithoutTarget(String target) {
        c1.send("{'type':'task','status':'continue'," + target + "'session_id':'run@t39','request':'x'}")
                .expectTaskRefused("run@t39", "Constellation task requests require target_id");
        c1.expectNothing();
    }

    @Test
    @DisplayName("40: a task for a device that is offline is refused, and its session ended")
    void refusesAnOfflineTarget() {
        task(c1, "D9", "run@t40");
        c1.expectTaskRefused("run@t40", "Target device 'D9' is not connected");

        task(c1, "it's", "run@t40b");
        c1.expectTaskRefused("run@t40b", "Target device \"it's\" is not connected");
    }

    @Test
    @DisplayName("41: a task for a constellation is refused, and its session ended")
    void refusesAConstellationAsTarget() {
        task(c1, "C0", "run@t41");
        c1.expectTaskRefused("run@t41", "Constellation tasks may only target device clients");
        c0.expectNothing();
    }

    @Test
    @DisplayName("42: a task may go to another device than the declared target")
    void acceptsAnotherTarget() {
        JsonNode command = begin("D2", d2, "run@t42");
        answer(d2, command, "1");
        c1.expect("{'type':'task_end','status':'completed','session_id':'run@t42'}");
        d1.expectNothing();
    }

    @Test
    @DisplayName("45: a session id that has ended may be used again, by anybody, and knows nothing of before")
    void startsAnew() {
        answer(d1, begin("D1", d1, "run@t1"), "'first secret'");
        c1.expect("{'type':'task_end','session_id':'run@t1'}");
        d1.expect("{'type':'task_end','session_id':'run@t1'}");

        task(c0, "D1", "run@t1");
        c0.expect("{'type':'heartbeat','session_id':'run@t1'}");
        answer(d1, d1.expect("{'type':'command','session_id':'run@t1'}"), "'second'");

        c0.expect("{'type':'task_end','status':'completed','result':[{'request':'work','result':'second'}]}");
        c1.expectNothing();
    }

    @Test
    @DisplayName("3.9.3: a session id in use by another client is refused, and nothing leaks")
    void refusesAnothersSession() {
        JsonNode command = begin("D1", d1, "run@t1");

        task(c0, "D2", "run@t1");

        c0.expectTaskRefused("run@t1", "session_id 'run@t1' is owned by another client");
        d2.expectNothing();
        answer(d1, command, "'secret'");
        c1.expect("{'type':'task_end','status':'completed','session_id':'run@t1'}");
        c0.expectNothing();
    }

    @Test
    @DisplayName("3.9.9: a repeated task is acknowledged and runs once")
    void runsARepeatedTaskOnce() {
        JsonNode command = begin("D1", d1, "run@t1");

        task(c1, "D1", "run@t1");

        c1.expect("{'type':'heartbeat','status':'ok','session_id':'run@t1'}");
        d1.expectNothing();
        answer(d1, command, "1");
        c1.expect("{'type':'task_end','status':'completed','session_id':'run@t1'}");
        c1.expectNothing();
    }

    @Test
    @DisplayName("47: results from anybody but the executor are dropped without a word")
    void dropsForeignResults() {
        JsonNode command = begin("D1", d1, "run@t47");

        answer(d2, command, "'forged'");
        answer(c1, command, "'forged'");
        answer(c0, command, "'forged'");

        d2.expectNothing();
        c1.expectNothing();
        c0.expectNothing();
        answer(d1, command, "'real'");
        c1.expect("{'type':'task_end','status':'completed','result':[{'request':'work','result':'real'}]}");
    }

    @Test
    @DisplayName("48: results under an unknown prev_response_id are ignored")
    void ignoresUnknownResults() {
        JsonNode command = begin("D1", d1, "run@t48");

        d1.send("{'type':'command_results','status':'continue','session_id':'run@t48','prev_response_id':'nope',"
                + "'action_results':[{'status':'success','result':'wrong'}]}");
        d1.send("{'type':'command_results','status':'continue','session_id':'run@t48',"
                + "'action_results':[{'status':'success','result':'wrong'}]}");
        d1.send("{'type':'command_results','status':'continue','session_id':'unknown','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[]}");

        d1.expectNothing();
        c1.expectNothing();
        assertThat(server.snapshot().activeSessions()).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    @DisplayName("59: when the device drops, the constellation hears of it at once, and the device is not listed")
    void endsWhenTheDeviceDrops(boolean withGoodbye) {
        begin("D1", d1, "run@t59");
        long began = System.nanoTime();

        if (withGoodbye) {
            d1.leave();
        } else {
            d1.drop();
        }

        c1.expect("{'type':'task_end','status':'failed','session_id':'run@t59',"
                + "'error':'Task was cancelled because target device disconnected'}");
        // The contract's 2 s on a machine that does nothing else; pings would find out only after 20 s.
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(10));
        assertThat(server.knows("D1")).isFalse();
        task(c1, "D1", "run@t59b");
        c1.expectTaskRefused("run@t59b", "Target device 'D1' is not connected");
    }

    @Test
    @DisplayName("61: when the constellation drops, its session is gone, nobody is told, and the device goes on")
    void endsWhenTheConstellationDrops() {
        JsonNode command = begin("D1", d1, "run@t61");

        c1.drop();

        Eventually.that("the session is gone", () -> server.snapshot().activeSessions() == 0);
        d1.expectNothing();
        answer(d1, command, "'late'");
        d1.expectNothing();
        task(c0, "D1", "run@t61b");
        c0.expect("{'type':'heartbeat','session_id':'run@t61b'}");
        answer(d1, d1.expect("{'type':'command','session_id':'run@t61b'}"), "'fresh'");
        c0.expect("{'type':'task_end','status':'completed','result':[{'request':'work','result':'fresh'}]}");
    }

    @Test
    @DisplayName("62: a constellation that dropped may come back with its id")
    void letsAConstellationComeBack() {
        c1.drop();
        Eventually.that("run@D1 is gone", () -> !server.knows("run@D1"));

        c1 = server.constellation("run@D1", "D1");

        c1.heartbeat();
    }

    @Test
    @DisplayName("66: task_end of the executor ends the session; the requester is told, the sender is not")
    void acceptsTheExecutorsTaskEnd() {
        begin("D1", d1, "run@t66");

        d1.send("{'type':'task_end','status':'failed','session_id':'run@t66','error':'no such tool'}");

        c1.expect("{'type':'task_end','status':'failed','session_id':'run@t66','error':'no such tool'}");
        d1.expectNothing();
    }

    @Test
    @DisplayName("66: task_end of the requester ends the session; the device is told")
    void acceptsTheRequestersTaskEnd() {
        begin("D1", d1, "run@t66b");

        c1.send("{'type':'task_end','status':'failed','session_id':'run@t66b','error':'not needed'}");

        d1.expect("{'type':'task_end','status':'failed','session_id':'run@t66b','error':'not needed'}");
        c1.expectNothing();
    }

    @Test
    @DisplayName("65: task_end of somebody else is an error, and the session goes on")
    void refusesAStrangersTaskEnd() {
        JsonNode command = begin("D1", d1, "run@t65");

        c0.send("{'type':'task_end','status':'completed','session_id':'run@t65'}")
                .expectError("Unknown message type: task_end");
        d2.send("{'type':'task_end','status':'completed','session_id':'run@t65'}")
                .expectError("Unknown message type: task_end");

        answer(d1, command, "1");
        c1.expect("{'type':'task_end','status':'completed','session_id':'run@t65'}");
    }

    @Test
    @DisplayName("3.13: an error of the executor that names its session is echoed and fails the session")
    void failsTheSessionOfAClientError() {
        begin("D1", d1, "run@t313");

        d1.send("{'type':'error','status':'error','session_id':'run@t313','error':'tool server is down'}")
                .expectError("tool server is down");

        c1.expect("{'type':'task_end','status':'failed','session_id':'run@t313','error':'tool server is down'}");
    }

    @Test
    @DisplayName("3.14.4: a device's own session ends with it, and another of that name may run after it comes back")
    void endsADevicesOwnSession() {
        d1.send("{'type':'task','status':'continue','session_id':'own','task_name':'own-task','request':'x'}");
        d1.expect("{'type':'heartbeat','session_id':'own'}");
        d1.expect("{'type':'command','session_id':'own'}");

        d1.drop();

        Eventually.that("the session is gone", () -> server.snapshot().activeSessions() == 0);
        assertThat(server.get("/api/task_result/own-task").json().path("error").asString())
                .isEqualTo("Task was cancelled because target device disconnected");
        d1 = server.device("D1");
        d1.send("{'type':'task','status':'continue','session_id':'own','request':'x'}");
        d1.expect("{'type':'heartbeat','session_id':'own'}");
    }

    /** Has C1 ask for a task and returns the COMMAND that its device gets. */
    private JsonNode begin(String target, WireClient device, String session) {
        task(c1, target, session);
        c1.expect("{'type':'heartbeat','status':'ok','session_id':'" + session + "'}");
        return device.expect("{'type':'command','session_id':'" + session + "'}");
    }

    private static void task(WireClient requester, String target, String session) {
        String json = "{\"type\":\"task\",\"status\":\"continue\",\"client_type\":\"constellation\",\"target_id\":\""
                + target + "\",\"session_id\":\"" + session + "\",\"request\":\"work\"}";
        requester.sendFrame(Frame.TEXT, true, json.getBytes(StandardCharsets.UTF_8));
    }

    private static void answer(WireClient sender, JsonNode command, String result) {
        sender.send("{'type':'command_results','status':'continue','session_id':'"
                + command.path("session_id").asString() + "','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[{'status':'success','result':" + result
                + "}]}");
    }
}
