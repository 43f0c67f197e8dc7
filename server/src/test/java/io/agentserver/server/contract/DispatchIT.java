package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.HttpAnswer;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;

/** Contract 3.10, 4.4, 4.5 and 9: tasks by HTTP, and their results. */
class DispatchIT {

    private static final String INVALID_NAME =
            "Invalid task_name: must be a non-empty string of characters [A-Za-z0-9._-] and must not start with '.'";

    private static TestServer server;

    private WireClient d1;

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
    }

    @AfterEach
    void leave() {
        d1.close();
        Eventually.that("D1 is gone", () -> !server.knows("D1"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{}|Empty task content",
                "{'client_id':'D1'}|Empty task content",
                "{'client_id':'D1','request':null}|Empty task content",
                "{'client_id':'D1','request':''}|Empty task content",
                "{'request':'x'}|Empty client ID",
                "{'client_id':null,'request':'x'}|Empty client ID",
                "{'client_id':'','request':'x'}|Empty client ID",
                "{'client_id':'','request':'x','task_name':'../e'}|Empty client ID"
            },
            quoteCharacter = '`')
    @DisplayName("79, 80: a dispatch without request or client_id is 400, checked in this order")
    void refusesAnEmptyDispatch(String body, String detail) {
        assertRefused(server.dispatch(body), 400, detail);
    }

    @ParameterizedTest
    @ValueSource(strings = {"../e", "/abs", ".x", "", "a\\n", "a b", "\u00e9", "a/b"})
    @DisplayName("81: a task name that is none is 400, before the client is looked up")
    void refusesATaskName(String name) {
        assertRefused(
                server.dispatch("{'client_id':'unknown','request':'x','task_name':'" + name + "'}"), 400, INVALID_NAME);
    }

    @Test
    @DisplayName("82: without a task name the server makes one")
    void mintsATaskName() {
        JsonNode reply = server.dispatch("{'client_id':'D1','request':'x','task_name':null}")
                .json();

        assertThat(UUID.fromString(reply.path("task_name").asString()).version())
                .isEqualTo(4);
        d1.expect("{'type':'task','task_name':'" + reply.path("task_name").asString() + "'}");
    }

    @Test
    @DisplayName("83: a dispatch to an unknown client is 404")
    void refusesAnUnknownClient() {
        assertRefused(server.dispatch("{'client_id':'nope','request':'x'}"), 404, "Client not online");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_id':'D1','request':7}|Empty task content",
                "{'client_id':'D1','request':['x']}|Empty task content",
                "{'client_id':{'a':1},'request':'x'}|Empty client ID"
            },
            quoteCharacter = '`')
    @DisplayName("84: fields that are no strings are 400")
    void refusesOtherTypes(String body, String detail) {
        assertRefused(server.dispatch(body), 400, detail);
    }

    @Test
    @DisplayName("84: so is a task name that is no string")
    void refusesATaskNameOfAnotherType() {
        assertRefused(server.dispatch("{'client_id':'D1','request':'x','task_name':7}"), 400, INVALID_NAME);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'client_id':|json_invalid",
                "hello|json_invalid",
                "[1,{'a':2}]|dict_type",
                "'x'|dict_type",
                "``|missing"
            },
            quoteCharacter = '`')
    @DisplayName("85: a body that is no JSON object is 422 with the detail array")
    void refusesAnotherBody(String body, String type) {
        HttpAnswer answer = server.dispatch(body);

        assertThat(answer.status()).isEqualTo(422);
        JsonNode fault = answer.json().path("detail").path(0);
        assertThat(fault.path("type").asString()).isEqualTo(type);
        assertThat(fault.path("loc").path(0).asString()).isEqualTo("body");
        if (type.equals("dict_type")) {
            assertThat(fault.path("input")).isEqualTo(Json.of(body));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"X-Nothing: 1", "X-API-Key: wrong", "X-API-Key:", "X-API-Key: \u00e9"})
    @DisplayName("86: a dispatch without the right key is 401")
    void refusesAWrongKey(String header) {
        assertRefused(
                server.request("POST", "/api/dispatch", "{\"client_id\":\"D1\",\"request\":\"x\"}", header),
                401,
                "Invalid API key");
        d1.expectNothing();
    }

    @Test
    @DisplayName(
            "87, 88, 89: a dispatch goes to the device, which answers with a TASK of its own; then there is a result")
    void dispatchesATask() {
        assertThat(result("n1")).isEqualTo(Json.of("{'status':'pending'}"));

        HttpAnswer answer = server.dispatch("{'client_id':'D1','request':'count files','task_name':'n1'}");

        assertThat(answer.status()).isEqualTo(200);
        JsonNode reply = answer.json();
        String session = reply.path("session_id").asString();
        assertThat(UUID.fromString(session).version()).isEqualTo(4);
        assertThat(Json.differences(Json.of("{'status':'dispatched','task_name':'n1','client_id':'D1'}"), reply))
                .isEmpty();
        d1.expect("{'type':'task','status':'continue','user_request':'count files','task_name':'n1','session_id':'"
                + session + "','agent_name':null}");
        assertThat(result("n1")).isEqualTo(Json.of("{'status':'pending'}"));

        JsonNode command = answerAsTheRealClient("n1", session);
        assertThat(result("n1")).isEqualTo(Json.of("{'status':'pending'}"));
        assertThat(server.get("/api/health").json().path("active_sessions").asInt())
                .isEqualTo(1);
        succeed(command, "42");

        d1.expect("{'type':'task_end','status':'completed','session_id':'" + session + "'}");
        for (int time = 0; time < 2; time++) {
            assertThat(Json.differences(
                            Json.of("{'status':'done','result':[{'request':'count files','result':42}],"
                                    + "'task_status':'completed','error':null,'task_name':'n1','session_id':'"
                                    + session + "'}"),
                            result("n1")))
                    .isEmpty();
        }
    }

    @Test
    @DisplayName("90: a failed task is done, with a failure object when there is no result")
    void answersForAFailedTask() {
        String session = server.dispatch("{'client_id':'D1','request':'boom','task_name':'n90'}")
                .json()
                .path("session_id")
                .asString();
        d1.expect("{'type':'task','session_id':'" + session + "'}");
        d1.send("{'type':'task','status':'continue','session_id':null,'task_name':'n90','request':'boom'}");
        d1.expect("{'type':'heartbeat','session_id':'" + session + "'}");
        d1.expect("{'type':'task_end','status':'failed','error':'boom'}");

        assertThat(Json.differences(
                        Json.of("{'status':'done','task_status':'failed','error':'boom','result':{'failure':'boom'}}"),
                        result("n90")))
                .isEmpty();
    }

    @Test
    @DisplayName("91: an unknown name is pending; a name with a slash is 404")
    void answersForUnknownNames() {
        assertThat(result("never-heard-of")).isEqualTo(Json.of("{'status':'pending'}"));
        for (String name : new String[] {"a/b", "a%2Fb", "a%2fb"}) {
            assertRefused(server.get("/api/task_result/" + name), 404, "Not Found");
        }
    }

    @Test
    @DisplayName("4.5: names are compared sanitised; a Galaxy task's result is found")
    void findsSanitisedNames() {
        d1.send("{'type':'task','status':'continue','task_name':'galaxy/night_run/t3','request':'x'}");
        d1.expect("{'type':'heartbeat'}");
        succeed(d1.expect("{'type':'command'}"), "'found'");
        d1.expect("{'type':'task_end'}");

        assertThat(result("galaxy_night_run_t3").path("status").asString()).isEqualTo("done");
    }

    @Test
    @DisplayName("92: a device that never begins its task fails it at the deadline, and a later TASK does not run it")
    void endsADispatchThatNobodyBegins() {
        try (TestServer hasty = TestServer.start(
                        config -> config.withSessions(s -> s.withDispatchTimeout(Duration.ofMillis(150))));
                WireClient busy = hasty.device("busy")) {
            hasty.dispatch("{'client_id':'busy','request':'x','task_name':'n92'}");
            busy.expect("{'type':'task','task_name':'n92'}");

            busy.expect("{'type':'task_end','status':'failed','error':'Device did not start the task within 150 ms'}");
            JsonNode result = hasty.get("/api/task_result/n92").json();
            assertThat(result.path("status").asString()).isEqualTo("done");
            assertThat(result.path("result"))
                    .isEqualTo(Json.of("{'failure':'Device did not start the task within 150 ms'}"));

            busy.send("{'type':'task','status':'continue','session_id':null,'task_name':'n92','request':'x'}")
                    .expectError("Dispatch expired");
            busy.expectNothing();
        }
    }

    @Test
    @DisplayName("93: a dispatch to a constellation is 400")
    void refusesAConstellation() {
        try (WireClient c1 = server.constellation("run@D1", "D1")) {
            assertRefused(server.dispatch("{'client_id':'run@D1','request':'x'}"), 400, "Client is not a device");
            c1.leave();
        }
    }

    @Test
    @DisplayName("94: of two dispatches with one name the newest answers")
    void answersForTheNewest() {
        JsonNode first = dispatchAndBegin("n94");
        succeed(first, "'old'");
        d1.expect("{'type':'task_end'}");
        assertThat(result("n94").path("status").asString()).isEqualTo("done");

        JsonNode second = dispatchAndBegin("n94");
        assertThat(result("n94").path("status").asString()).isEqualTo("pending");
        succeed(second, "'new'");
        d1.expect("{'type':'task_end'}");

        assertThat(result("n94").path("result").path(0).path("result").asString())
                .isEqualTo("new");
    }

    @Test
    @DisplayName("3.10: a device may answer a dispatch with results and a task_end of its own")
    void letsTheDeviceDriveTheTask() {
        JsonNode reply = server.dispatch("{'client_id':'D1','request':'x','task_name':'n310'}")
                .json();
        String session = reply.path("session_id").asString();
        JsonNode task = d1.expect("{'type':'task','session_id':'" + session + "'}");

        d1.send("{'type':'command_results','status':'continue','session_id':'" + session + "','prev_response_id':'"
                + task.path("response_id").asString() + "','action_results':[{'status':'success','result':'mine'}]}");
        d1.send("{'type':'task_end','status':'completed','session_id':'" + session + "'}");
        d1.expectNothing();

        JsonNode result = result("n310");
        assertThat(result.path("task_status").asString()).isEqualTo("completed");
        assertThat(result.path("result").toString()).contains("mine");
    }

    @Test
    @DisplayName("3.14.4: a device that drops fails the task it was given")
    void endsADispatchWhenTheDeviceDrops() {
        dispatchAndBegin("n314");

        d1.drop();

        Eventually.that(
                "the task is done",
                () -> result("n314").path("status").asString().equals("done"));
        assertThat(result("n314").path("error").asString())
                .isEqualTo("Task was cancelled because target device disconnected");
    }

    @Test
    @DisplayName("a poll that waits is answered as soon as the task ends; others are served meanwhile (D-1)")
    void answersAPollThatWaits() throws InterruptedException {
        JsonNode command = dispatchAndBegin("n-wait");
        HttpAnswer[] answer = new HttpAnswer[1];
        Thread poll = new Thread(() -> answer[0] = server.get("/api/task_result/n-wait?wait=30s"));
        poll.start();
        assertThat(server.get("/api/health").status()).isEqualTo(200);
        d1.heartbeat();

        succeed(command, "7");

        poll.join(10_000);
        assertThat(answer[0].json().path("status").asString()).isEqualTo("done");
    }

    @Test
    @DisplayName("over the cap of sessions on a device a dispatch is 429, over the cap of all 503")
    void refusesOverTheCaps() {
        try (TestServer small = TestServer.start(config ->
                        config.withLimits(l -> l.withSessionsPerDevice(1).withSessions(2)));
                WireClient a = small.device("A");
                WireClient b = small.device("B");
                WireClient c = small.device("C")) {
            assertThat(small.dispatch("{'client_id':'A','request':'x'}").status())
                    .isEqualTo(200);
            HttpAnswer perDevice = small.dispatch("{'client_id':'A','request':'x'}");
            assertRefused(perDevice, 429, "Too many sessions on this device");
            assertThat(perDevice.header("retry-after")).isEqualTo("1");
            assertThat(small.dispatch("{'client_id':'B','request':'x'}").status())
                    .isEqualTo(200);
            HttpAnswer all = small.dispatch("{'client_id':'C','request':'x'}");
            assertRefused(all, 503, "Too many sessions");
            assertThat(all.header("retry-after")).isEqualTo("1");
            c.send("{'type':'task','status':'continue','session_id':'s','request':'x'}")
                    .expectTaskRefused("s", "Too many sessions");
            a.drop();
            Eventually.that("a place is free", () -> small.snapshot().activeSessions() == 1);
            assertThat(small.dispatch("{'client_id':'C','request':'x'}").status())
                    .isEqualTo(200);
            b.expect("{'type':'task'}");
        }
    }

    private JsonNode dispatchAndBegin(String name) {
        String session = server.dispatch("{'client_id':'D1','request':'count files','task_name':'" + name + "'}")
                .json()
                .path("session_id")
                .asString();
        d1.expect("{'type':'task','task_name':'" + name + "','session_id':'" + session + "'}");
        return answerAsTheRealClient(name, session);
    }

    /** As the real device does: a TASK of its own without a session (3.10.2). Returns the COMMAND that follows. */
    private JsonNode answerAsTheRealClient(String name, String session) {
        d1.send("{'type':'task','status':'continue','client_type':'device','client_id':'D1','session_id':null,"
                + "'task_name':'" + name
                + "','request':'count files','request_id':'q','metadata':{'platform':'linux'}}");
        d1.expect("{'type':'heartbeat','status':'ok','session_id':'" + session + "'}");
        return d1.expect("{'type':'command','task_name':'" + name + "','session_id':'" + session + "'}");
    }

    private void succeed(JsonNode command, String result) {
        d1.send("{'type':'command_results','status':'continue','session_id':'"
                + command.path("session_id").asString() + "','prev_response_id':'"
                + command.path("response_id").asString() + "','action_results':[{'status':'success','result':" + result
                + "}]}");
    }

    private static JsonNode result(String name) {
        HttpAnswer answer = server.get("/api/task_result/" + name);
        assertThat(answer.status()).isEqualTo(200);
        return answer.json();
    }

    private static void assertRefused(HttpAnswer answer, int status, String detail) {
        assertThat(answer.status()).as(answer.toString()).isEqualTo(status);
        assertThat(answer.json().path("detail").asString()).isEqualTo(detail);
    }
}
