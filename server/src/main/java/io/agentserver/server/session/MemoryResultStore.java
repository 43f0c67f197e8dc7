package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ResultStore;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.TaskResult;
import io.agentserver.server.hub.Timing;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Keeps results in memory, bounded by number, bytes and age; the oldest go first. A restart loses them. */
public final class MemoryResultStore implements ResultStore {

    /** What is left of each text of a result that is too long to be kept. */
    private static final int SHORT_TEXT = 1_024;

    private final ResultLog log;

    public MemoryResultStore(AgentServerConfig.Sessions config, Timing timing) {
        this.log = new ResultLog(config, timing);
    }

    @Override
    public Mono<Void> save(TaskResult result) {
        return Mono.fromRunnable(() -> {
            if (!log.add(result) && !log.add(noteOf(result))) {
                // Better nothing than an earlier result of that name.
                log.forget(result.session());
            }
        });
    }

    @Override
    public Mono<TaskResult> find(String taskName) {
        return Mono.fromSupplier(() -> log.findByName(taskName));
    }

    @Override
    public Mono<TaskResult> findBySession(String sessionId) {
        return Mono.fromSupplier(() -> log.findBySession(sessionId));
    }

    /** A result that would push out all others is not kept; a note in its place says so. */
    private static TaskResult noteOf(TaskResult result) {
        String text = "result of " + result.result().lengthBytes() + " bytes was not kept";
        return new TaskResult(
                withShortTexts(result.session()), RawJson.object(Map.of("failure", RawJson.ofString(text))));
    }

    private static SessionInfo withShortTexts(SessionInfo session) {
        String error = session.error();
        return new SessionInfo(
                session.sessionId(),
                session.taskName(),
                shortened(session.request()),
                session.deviceId(),
                session.requesterId(),
                session.state(),
                session.createdAt(),
                session.startedAt(),
                session.endedAt(),
                session.rounds(),
                session.timedOut(),
                error == null ? null : shortened(error),
                session.cancelReason());
    }

    private static String shortened(String text) {
        return text.substring(0, Math.min(SHORT_TEXT, text.length()));
    }
}
