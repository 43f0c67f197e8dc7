package io.agentserver.server.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientType;
import io.agentserver.protocol.RawJson;
import io.agentserver.server.hub.CloseCode;
import io.agentserver.server.testkit.HubKit;
import org.junit.jupiter.api.Test;

class ClientEndpointsTest {

    private final HubKit kit = new HubKit();
    private final ClientEndpoints endpoints = new ClientEndpoints(
            kit.registry(), kit.hub(), kit.sessions(), kit.timing().clock());

    @Test
    void showsADeviceWithWhatItSaidAndWhatItDoes() {
        kit.register(new ClientMessage.Register(
                HubKit.header(ClientType.DEVICE, "D1", null), null, "linux", RawJson.of("{\"cpu\": 4}"), null));
        kit.device("D2");
        kit.sessions().dispatch("D1", "x", "mine");
        kit.sessions().dispatch("D2", "x", "other");

        assertThat(one("D1"))
                .startsWith("{\"client_id\":\"D1\",\"type\":\"device\",\"platform\":\"linux\",\"connected_at\":")
                .contains("\"target_id\":null,\"system_info\":{\"cpu\": 4},\"sessions\":[{\"session_id\":\"")
                .contains("\"task_name\":\"mine\"")
                .doesNotContain("other");
    }

    @Test
    void showsAConstellationWithWhatItAskedFor() {
        kit.device("D1");
        HubKit.Client constellation = kit.constellation("run@D1", "D1");
        kit.say(constellation, HubKit.task("run@t1", "D1", "x"));

        assertThat(one("run@D1"))
                .contains("\"type\":\"constellation\"", "\"target_id\":\"D1\",\"system_info\":null")
                .contains("\"session_id\":\"run@t1\"");
    }

    @Test
    void disconnectsOnce() {
        HubKit.Client device = kit.device("D1");

        assertThat(Calls.text(endpoints.disconnect(Calls.get("D1", ""))))
                .isEqualTo("{\"client_id\":\"D1\",\"status\":\"disconnected\"}");
        assertThat(device.channel().closed()).isEqualTo(CloseCode.OPERATOR);
        assertThat(Calls.status(endpoints.disconnect(Calls.get("D1", "")))).isEqualTo(404);
        assertThat(Calls.status(endpoints.one(Calls.get("D1", "")))).isEqualTo(404);
    }

    private String one(String id) {
        return Calls.text(endpoints.one(Calls.get(id, "")));
    }
}
