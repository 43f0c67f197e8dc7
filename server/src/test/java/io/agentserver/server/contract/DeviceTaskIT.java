package io.agentserver.server.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.Eventually;
import io.agentserver.server.testkit.Json;
import io.agentserver.server.testkit.TestServer;
import io.agentserver.server.testkit.WireClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
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

/** Contract 3.8, 3.11, 3.12 and 9: tasks that a device asks for itself, and how they end. */
class DeviceTaskIT {

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
        d1.leave();
        Eventually.that("D1 is gone", () -> !server.knows("D1"));
    }

    @Test
    @DisplayName("32: a device's TASK is acknowledged, then commanded under the same new session_id")
    void runsADevicesTask() {
        d1.send("{'type':'task','status':'continue','client_type':'device','client_id':'D1','session_id':null,"
                + "'task_name':'a/../b','request':'uptime','request_id':'q1','metadata':{'platform':'linux'}}");

        JsonNode ack = d1.expect("{'type':'heartbeat','status':'ok','error':null}");
        String session = ack.path("session_id").asString();
        assertThat(UUID.fromString(session).version()).isEqualTo(4);
        JsonNode command = d1.expect("{'type':'command','status':'continue','session_id':'" + session
                + "','task_name':'a_.._b','agent_name':'LinuxAgent'}");
        JsonNode action = command.path("actions").path(0);
        assertThat(Json.differences(
                        Json.of(
                                "{'tool_name':'execute_command','tool_type':'action','parameters':{'command':'uptime'}}"),
                        action))
                .isEmpty();
        assertThat(UUID.fromString(action.path("call_id").asString()).version()).isEqualTo(4);

        answer(
                command,
                "{'status':'success','error':null,'result':'up 3 days','namespace':'BashExecutor','call_id':'"
                        + action.path("call_id").asString() + "'}");

        d1.expect("{'type':'task_end','status':'completed','session_id':'" + session
                + "','error':null,'task_name':null,'result':[{'request':'uptime','result':'up 3 days'}]}");
    }

    @Test
    @DisplayName("33: a device may not target another")
    void refusesAnotherTarget() {
        d1.send("{'type':'task','status':'continue','target_id':'D2','request':'uptime'}")
                .expectError("Device clients may not target other devices");
        d1.expectNothing();
    }

    @Test
    @DisplayName("34: a device may target itself")
    void acceptsItsOwnIdAsTarget() {
        finish(begin("{'type':'task','status':'continue','target_id':'D1','request':'uptime'}"));
    }

    @Test
    @DisplayName("35: a device may not pass as a constellation")
    void refusesAnotherRole() {
        d1.send("{'type':'task','status':'continue','client_type':'constellation','target_id':'D1','request':'x'}")
                .expectError("client_type does not match the registered connection");
        d1.expectNothing();
        assertThat(server.snapshot().activeSessions()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "'request':null,", "'request':'',"})
    @DisplayName("36: a TASK without a request is an error, and the end of the session it named")
    void refusesAnEmptyTask(String request) {
        d1.send("{'type':'task'," + request + "'status':'continue'}").expectError("Empty task content");
        d1.expectNothing();

        d1.send("{'type':'task'," + request + "'status':'continue','session_id':'s36'}")
                .expectTaskRefused("s36", "Empty task content");
        d1.expectNothing();
    }

    @ParameterizedTest
    @ValueSource(strings = {"'action_results':null", "'action_results':[]", "'error':null"})
    @DisplayName("50: a round answered with nothing is resolved as empty")
    void acceptsEmptyResults(String results) {
        JsonNode command = begin("{'type':'task','status':'continue','request':'uptime'}");

        d1.send("{'type':'command_results','status':'continue'," + results + "," + correlation(command) + "}");

        d1.expect("{'type':'task_end','status':'completed','result':[{'request':'uptime','result':null}]}");
    }

    @Test
    @DisplayName("51: a result without call_id is accepted; one with an unknown status counts as a failure")
    void acceptsIncompleteResults() {
        JsonNode command = begin("{'type':'task','status':'continue','request':'uptime'}");
        answer(command, "{'status':'success','result':{'load':0.5}}");
        d1.expect("{'type':'task_end','status':'completed','result':[{'request':'uptime','result':{'load':0.5}}]}");

        answer(begin("{'type':'task','status':'continue','request':'uptime'}"), "{'status':'odd','error':'what?'}");
        d1.expect("{'type':'task_end','status':'failed','error':'what?'}");
    }

    @Test
    @DisplayName("53: a COMMAND that is never answered fails at its deadline, and the session ends")
    void endsWithoutAnAnswer() {
        try (TestServer hasty = TestServer.start(
                        config -> config.withSessions(s -> s.withCommandTimeout(Duration.ofMillis(150))));
                WireClient mute = hasty.device("mute")) {
            mute.send("{'type':'task','status':'continue','request':'uptime'}");
            String session =
                    mute.expect("{'type':'heartbeat'}").path("session_id").asString();
            mute.expect("{'type':'command'}");

            mute.expect("{'type':'task_end','status':'failed','session_id':'" + session
                    + "','error':'Command timed out after 150 ms',"
                    + "'result':[{'request':'uptime','result':'Command timed out after 150 ms'}]}");
            mute.expectNothing();
        }
    }

    @Test
    @DisplayName("54: two sessions on one device keep their ids; results go where prev_response_id says")
    void runsTwoSessionsAtOnce() {
        JsonNode one = begin("{'type':'task','status':'continue','session_id':'one','request':'first'}");
        JsonNode two = begin("{'type':'task','status':'continue','session_id':'two','request':'second'}");
        assertThat(one.path("session_id").asString()).isEqualTo("one");
        assertThat(two.path("session_id").asString()).isEqualTo("two");

        answer(two, "{'status':'success','result':2}");
        d1.expect("{'type':'task_end','session_id':'two','result':[{'request':'second','result':2}]}");

        // The response id of one under the session of the other answers neither.
        JsonNode three = begin("{'type':'task','status':'continue','session_id':'three','request':'third'}");
        answer(one, "{'status':'success','result':1}");
        d1.expect("{'type':'task_end','session_id':'one','result':[{'request':'first','result':1}]}");
        answer(three, "{'status':'success','result':3}");
        d1.expect("{'type':'task_end','session_id':'three','result':[{'request':'third','result':3}]}");
    }

    @Test
    @DisplayName("3.11: a session of several rounds; the results of each reach its own")
    void runsSeveralRounds() {
        JsonNode first = begin("{'type':'task','status':'continue','request':'two rounds'}");
        answer(first, "{'status':'success','result':'a'}");
        JsonNode second = d1.expect(
                "{'type':'command','session_id':'" + first.path("session_id").asString() + "'}");
        // Answered already: ignored.
        answer(first, "{'status':'failure','error':'late'}");
        d1.expectNothing();
        answer(second, "{'status':'success','result':'b'}");

        d1.expect("{'type':'task_end','status':'completed','result':[{'request':'two rounds','result':['a','b']}]}");
    }

    @Test
    @DisplayName("3.11.7: no more than four COMMANDs are out to one device; the rest follow as it answers")
    void doesNotFloodADevice() {
        for (int task = 0; task < 6; task++) {
            d1.send("{'type':'task','status':'continue','session_id':'s" + task + "','request':'" + task + "'}");
        }
        List<JsonNode> commands = new ArrayList<>();
        int acks = 0;
        while (acks < 6) {
            JsonNode message = d1.receive();
            if (message.path("type").asString().equals("heartbeat")) {
                acks++;
            } else {
                commands.add(message);
            }
        }
        d1.expectNothing();
        assertThat(commands).hasSize(4);
        for (int task = 0; task < 6; task++) {
            answer(commands.get(task), "{'status':'success','result':" + task + "}");
            if (task < 2) {
                commands.add(expectAmongTwo("command"));
            } else {
                d1.expect("{'type':'task_end','status':'completed'}");
            }
        }
    }

    @Test
    @DisplayName("55: a session that throws ends failed with the text")
    void endsWhenTheEngineThrows() {
        expectEnd("boom", "{'status':'failed','error':'boom'}");
    }

    @Test
    @DisplayName("56: a session that ends in an error state without results ends with the failure object")
    void endsInAnErrorState() {
        expectEnd("error state", "{'status':'failed','error':null,'result':{'failure':'session ended with an error'}}");
    }

    @Test
    @DisplayName("57: a session that ends neither finished nor in error ends failed")
    void endsInAnUnknownState() {
        expectEnd("no end", "{'status':'failed','error':'Session ended in unknown state'}");
    }

    @Test
    @DisplayName("58: a platform without service sessions is refused")
    void refusesAnUnsupportedPlatform() {
        String text = "Service session not supported on darwin";
        try (WireClient mac = server.register(
                "{'type':'register','status':'ok','client_id':'mac','metadata':{'platform':'darwin'}}")) {
            mac.send("{'type':'task','status':'continue','request':'x'}").expectError(text);
            mac.expectNothing();
            mac.send("{'type':'task','status':'continue','request':'x','session_id':'s58'}")
                    .expectTaskRefused("s58", text);
        }
    }

    @ParameterizedTest
    @CsvSource({"windows,HostAgent", "linux,LinuxAgent", "mobile,MobileAgent"})
    @DisplayName("6.5: the COMMAND names the agent of the device's platform")
    void namesTheAgentOfThePlatform(String platform, String agent) {
        try (WireClient device = server.register(
                "{'type':'register','status':'ok','client_id':'p','metadata':{'platform':'" + platform + "'}}")) {
            device.send("{'type':'task','status':'continue','request':'x'}").expect("{'type':'heartbeat'}");
            device.expect("{'type':'command','agent_name':'" + agent + "','process_name':'','root_name':''}");
        }
        Eventually.that("p is gone", () -> !server.knows("p"));
    }

    @ParameterizedTest
    @CsvSource({
        "galaxy/t/task_1,galaxy_t_task_1",
        "../escape,_escape",
        "a/b\\\\c,a_b_c",
        "C:\\\\escape,C__escape",
        "...a,a",
        ".hidden,hidden",
        "a..b,a..b"
    })
    @DisplayName("95: the task name is sanitised by the table of 3.8")
    void sanitisesTheTaskName(String given, String sanitised) {
        JsonNode command = begin("{'type':'task','status':'continue','task_name':'" + given + "','request':'x'}");

        assertThat(command.path("task_name").asString()).isEqualTo(sanitised);
        finish(command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'..'", "''", "null"})
    @DisplayName("95: a name of which nothing is left becomes a UUID")
    void mintsAName(String given) {
        JsonNode command = begin("{'type':'task','status':'continue','task_name':" + given + ",'request':'x'}");

        assertThat(UUID.fromString(command.path("task_name").asString()).version())
                .isEqualTo(4);
        finish(command);
    }

    /** Sends a TASK of D1 and returns its first COMMAND. */
    private JsonNode begin(String task) {
        d1.send(task);
        String session = d1.expect("{'type':'heartbeat','status':'ok'}")
                .path("session_id")
                .asString();
        return d1.expect("{'type':'command','session_id':'" + session + "'}");
    }

    private void answer(JsonNode command, String result) {
        d1.send("{'type':'command_results','status':'continue','client_type':'device','client_id':'D1',"
                + correlation(command) + ",'action_results':[" + result + "]}");
    }

    private static String correlation(JsonNode command) {
        return "'session_id':'" + command.path("session_id").asString() + "','prev_response_id':'"
                + command.path("response_id").asString() + "'";
    }

    private void finish(JsonNode command) {
        answer(command, "{'status':'success','result':'done'}");
        d1.expect("{'type':'task_end','status':'completed'}");
    }

    private void expectEnd(String request, String end) {
        d1.send("{'type':'task','status':'continue','session_id':'ends','request':'" + request + "'}");
        d1.expect("{'type':'heartbeat','status':'ok','session_id':'ends'}");
        d1.expect("{'type':'task_end','session_id':'ends'," + end.substring(1));
    }

    /** The next two messages are the end of a task and one of that type, in either order; returns the latter. */
    private JsonNode expectAmongTwo(String type) {
        JsonNode first = d1.receive();
        JsonNode second = d1.receive();
        assertThat(Set.of(first.path("type").asString(), second.path("type").asString()))
                .containsExactlyInAnyOrder("task_end", type);
        return first.path("type").asString().equals(type) ? first : second;
    }
}
