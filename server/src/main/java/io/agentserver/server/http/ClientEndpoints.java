package io.agentserver.server.http;

import io.agentserver.server.ClientInfo;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.Hub;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.session.Sessions;
import java.time.Clock;

/** {@code /api/clients/{id}}: all about one client, and the end of its connection. */
final class ClientEndpoints {

    private final ClientRegistry registry;
    private final Hub hub;
    private final Sessions sessions;
    private final Clock clock;

    ClientEndpoints(ClientRegistry registry, Hub hub, Sessions sessions, Clock clock) {
        this.registry = registry;
        this.hub = hub;
        this.sessions = sessions;
        this.clock = clock;
    }

    Answer one(Call call) {
        RegisteredClient client = registry.find(call.id());
        if (client == null) {
            return Refusal.CLIENT_NOT_FOUND.reply();
        }
        ClientInfo info = client.info();
        JsonText json = new JsonText(1024).object();
        ClientsEndpoint.write(json, info, clock.instant());
        json.member("target_id", info.targetId()).member("system_info", info.systemInfo());
        json.name("sessions").array();
        sessions.running().stream()
                .filter(session -> concerns(session, info.clientId()))
                .forEach(session -> SessionJson.writeSummary(json, session));
        return Reply.ok(json.endArray().endObject());
    }

    Answer disconnect(Call call) {
        if (!hub.disconnect(call.id())) {
            return Refusal.CLIENT_NOT_FOUND.reply();
        }
        return Reply.ok(new JsonText(96)
                .object()
                .member("client_id", call.id())
                .member("status", "disconnected")
                .endObject());
    }

    private static boolean concerns(SessionInfo session, String clientId) {
        return clientId.equals(session.deviceId()) || clientId.equals(session.requesterId());
    }
}
