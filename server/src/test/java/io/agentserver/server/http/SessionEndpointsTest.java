package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.server.testkit.HubKit;
import org.junit.jupiter.api.Test;

class SessionEndpointsTest {

    private final HubKit kit = new HubKit();
    private final SessionEndpoints endpoints = new SessionEndpoints(kit.sessions(), kit.results());
    private final HubKit.Client device = kit.device("D1");
    private final HubKit.Client constellation = kit.constellation("run@D1", "D1");

    @Test
    void listsWhatRuns() {
        assertThat(Calls.text(endpoints.list(Calls.get()))).isEqualTo("{\"sessions\":[],\"total\":0}");
        kit.say(constellation, HubKit.task("run@t1", "D1", "list files"));

        assertThat(Calls.text(endpoints.list(Calls.get())))
                .contains(
                        "{\"sessions\":[{\"session_id\":\"run@t1\",\"task_name\":\"galaxy_t\",\"client_id\":\"D1\","
                                + "\"requester_id\":\"run@D1\",\"state\":\"running\",\"created_at\":",
                        "\"ended_at\":null,\"rounds\":1,\"outcome\":null,\"error\":null,\"cancel_reason\":null}],"
                                + "\"total\":1}")
                .doesNotContain("list files");
    }

    @Test
    void showsOneWhileItRunsAndAfter() {
        kit.say(constellation, HubKit.task("run@t1", "D1", "list files"));
        assertThat(one("run@t1")).contains("\"state\":\"running\"", "\"request\":\"list files\"");

        kit.disconnect(device);

        assertThat(one("run@t1"))
                .contains("\"state\":\"cancelled\"", "\"outcome\":\"cancelled\"")
                .contains("\"cancel_reason\":\"device_disconnected\"", "\"request\":\"list files\"");
    }

    @Test
    void cancelsOnce() {
        kit.say(constellation, HubKit.task("run@t1", "D1", "list files"));

        Answer cancelled = endpoints.cancel(Calls.get("run@t1", ""));
        assertThat(Calls.text(cancelled)).isEqualTo("{\"session_id\":\"run@t1\",\"status\":\"cancelled\"}");
        assertThat(Calls.status(endpoints.cancel(Calls.get("run@t1", "")))).isEqualTo(404);
        assertThat(one("run@t1")).contains("\"cancel_reason\":\"user_requested\"");
    }

    @Test
    void knowsNoOthers() {
        Answer unknown = endpoints.one(Calls.get("nope", ""));

        assertThat(Calls.status(unknown)).isEqualTo(404);
        assertThat(Calls.text(unknown)).isEqualTo("{\"detail\":\"Session not found\"}");
        assertThat(Calls.text(endpoints.cancel(Calls.get("nope", "")))).isEqualTo("{\"detail\":\"Session not found\"}");
    }

    private String one(String id) {
        return Calls.text(endpoints.one(Calls.get(id, "")));
    }
}
