package io.agentserver.server.http;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.TaskResult;
import io.agentserver.server.session.TaskNames;
import io.agentserver.server.session.TaskResults;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import reactor.core.publisher.Mono;

/** {@code GET /api/task_result/{task_name}} (contract 4.5), at once or as soon as there is a result. */
final class TaskResultEndpoint implements Endpoint {

    private static final Reply PENDING =
            Reply.ok(new JsonText(32).object().member("status", "pending").endObject());

    private final TaskResults results;
    private final int mostWaiting;
    private final AtomicInteger waiting = new AtomicInteger();

    /** @param mostWaiting callers that may wait at once */
    TaskResultEndpoint(TaskResults results, int mostWaiting) {
        this.results = results;
        this.mostWaiting = mostWaiting;
    }

    @Override
    public Answer answer(Call call) {
        if (call.id().indexOf('/') >= 0) {
            return Refusal.NOT_FOUND.reply();
        }
        Query query = Query.parse(call.query());
        if (query == null) {
            return Refusal.MALFORMED_QUERY.reply();
        }
        String value = query.get("wait");
        Duration wait = value == null ? Duration.ZERO : Wait.parse(value);
        if (wait == null) {
            return Reply.badRequest("wait: " + value + " (expected: 30s, 500ms or seconds, at most 60 s)");
        }
        String name = TaskNames.sanitise(call.id());
        Mono<Reply> found = results.find(name).map(TaskResultEndpoint::done);
        return new Answer.Later(
                wait.isZero()
                        ? found.defaultIfEmpty(PENDING)
                        : found.switchIfEmpty(Mono.defer(() -> waitFor(name, wait))));
    }

    private Mono<Reply> waitFor(String name, Duration wait) {
        if (waiting.incrementAndGet() > mostWaiting) {
            waiting.decrementAndGet();
            return Mono.just(Refusal.TOO_MANY_WAITING.reply());
        }
        return results.await(name, wait)
                .map(TaskResultEndpoint::done)
                .defaultIfEmpty(PENDING)
                .doFinally(signal -> waiting.decrementAndGet());
    }

    private static Reply done(TaskResult result) {
        SessionInfo session = result.session();
        String status = session.state() == SessionState.COMPLETED ? "completed" : "failed";
        Map<String, RawJson> body = new LinkedHashMap<>();
        body.put("status", RawJson.ofString("done"));
        body.put("result", result.result());
        body.put("task_status", RawJson.ofString(status));
        body.put("error", session.error() == null ? RawJson.of("null") : RawJson.ofString(session.error()));
        body.put("session_id", RawJson.ofString(session.sessionId()));
        body.put("task_name", RawJson.ofString(session.taskName()));
        return Reply.ok(RawJson.object(body));
    }
}
