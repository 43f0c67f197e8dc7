package io.agentserver.server.http;

import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.TaskResult;
import io.agentserver.server.session.Sessions;
import io.agentserver.server.session.TaskResults;
import java.util.List;

/** {@code /api/sessions}: what runs, one session while it runs and after it, and the end of one. */
final class SessionEndpoints {

    private final Sessions sessions;
    private final TaskResults results;

    SessionEndpoints(Sessions sessions, TaskResults results) {
        this.sessions = sessions;
        this.results = results;
    }

    Answer list(Call call) {
        List<SessionInfo> running = sessions.running();
        JsonText json = new JsonText(64 + 384 * running.size());
        json.object().name("sessions").array();
        running.forEach(session -> SessionJson.writeSummary(json, session));
        return Reply.ok(json.endArray().member("total", running.size()).endObject());
    }

    Answer one(Call call) {
        SessionInfo running = sessions.find(call.id());
        if (running != null) {
            return detail(running);
        }
        return new Answer.Later(results.findBySession(call.id())
                .map(TaskResult::session)
                .map(SessionEndpoints::detail)
                .defaultIfEmpty(Refusal.SESSION_NOT_FOUND.reply()));
    }

    Answer cancel(Call call) {
        if (!sessions.cancel(call.id(), CancelReason.USER_REQUESTED)) {
            return Refusal.SESSION_NOT_FOUND.reply();
        }
        return Reply.ok(new JsonText(96)
                .object()
                .member("session_id", call.id())
                .member("status", "cancelled")
                .endObject());
    }

    private static Reply detail(SessionInfo session) {
        JsonText json = new JsonText(512 + session.request().length());
        SessionJson.writeDetail(json, session);
        return Reply.ok(json);
    }
}
