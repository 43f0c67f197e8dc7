package io.agentserver.server.http;

import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;

/** Writes sessions: the members they have in lists, and the one more they have when they are looked at alone. */
final class SessionJson {

    private SessionJson() {}

    static void writeSummary(JsonText json, SessionInfo session) {
        json.object();
        write(json, session);
        json.endObject();
    }

    static void writeDetail(JsonText json, SessionInfo session) {
        json.object();
        write(json, session);
        json.member("request", session.request()).endObject();
    }

    /** The members of a summary, into an object that has begun. */
    static void write(JsonText json, SessionInfo session) {
        CancelReason reason = session.cancelReason();
        json.member("session_id", session.sessionId())
                .member("task_name", session.taskName())
                .member("client_id", session.deviceId())
                .member("requester_id", session.requesterId())
                .member("state", session.state().label())
                .member("created_at", session.createdAt())
                .member("started_at", session.startedAt())
                .member("ended_at", session.endedAt())
                .member("rounds", session.rounds())
                .member("outcome", session.outcome())
                .member("error", session.error())
                .member("cancel_reason", reason == null ? null : reason.label());
    }
}
