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

    /** What a result weighs besides its value and its texts: times, entries. */
    private static final int OVERHEAD_BYTES = 512;

    /** What is left of a request that is too long to be kept. */
    private static final int SHORT_REQUEST = 1_024;

    private record Name(String taskName, String sessionId) {
        long weight() {
            return OVERHEAD_BYTES + 2L * (taskName.length() + sessionId.length());
        }
    }

    private final long mostBytes;
    private final BoundedCache<String, TaskResult> bySession;
    private final BoundedCache<String, Name> sessionByName;

    public MemoryResultStore(AgentServerConfig.Sessions config, Timing timing) {
        this.mostBytes = config.resultsBytes();
        this.bySession =
                new BoundedCache<>(config.results(), mostBytes, config.resultTtl(), MemoryResultStore::weight, timing);
        this.sessionByName = new BoundedCache<>(config.results(), mostBytes, config.resultTtl(), Name::weight, timing);
    }

    @Override
    public Mono<Void> save(TaskResult result) {
        return Mono.fromRunnable(() -> {
            String sessionId = result.session().sessionId();
            String taskName = result.session().taskName();
            bySession.put(sessionId, fitting(result));
            sessionByName.put(taskName, new Name(taskName, sessionId));
        });
    }

    @Override
    public Mono<TaskResult> find(String taskName) {
        return Mono.fromSupplier(() -> sessionByName.get(taskName)).flatMap(name -> findBySession(name.sessionId()));
    }

    @Override
    public Mono<TaskResult> findBySession(String sessionId) {
        return Mono.fromSupplier(() -> bySession.get(sessionId));
    }

    /** A result that would push out all others is not kept; a note in its place says so. */
    private TaskResult fitting(TaskResult result) {
        if (weight(result) <= mostBytes) {
            return result;
        }
        String text = "result of " + result.result().lengthBytes() + " bytes was not kept";
        return new TaskResult(
                withShortRequest(result.session()), RawJson.object(Map.of("failure", RawJson.ofString(text))));
    }

    private static SessionInfo withShortRequest(SessionInfo session) {
        String request = session.request();
        return new SessionInfo(
                session.sessionId(),
                session.taskName(),
                request.substring(0, Math.min(SHORT_REQUEST, request.length())),
                session.deviceId(),
                session.requesterId(),
                session.state(),
                session.createdAt(),
                session.startedAt(),
                session.endedAt(),
                session.rounds(),
                session.timedOut(),
                session.error(),
                session.cancelReason());
    }

    private static long weight(TaskResult result) {
        SessionInfo session = result.session();
        String error = session.error();
        long characters = (long) session.request().length()
                + session.taskName().length()
                + session.sessionId().length()
                + (error == null ? 0 : error.length());
        return OVERHEAD_BYTES + result.result().lengthBytes() + 2 * characters;
    }
}
