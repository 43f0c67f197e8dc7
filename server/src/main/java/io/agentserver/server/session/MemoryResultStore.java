package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.ResultStore;
import io.agentserver.server.TaskResult;
import java.util.Map;
import java.util.function.LongSupplier;
import reactor.core.publisher.Mono;

/** Keeps results in memory, bounded by number, bytes and age; the oldest go first. A restart loses them. */
public final class MemoryResultStore implements ResultStore {

    /** What a result weighs besides its value: strings, times, entries. */
    private static final int OVERHEAD_BYTES = 512;

    private final long mostBytes;
    private final BoundedCache<String, TaskResult> bySession;
    private final BoundedCache<String, String> sessionByName;

    public MemoryResultStore(AgentServerConfig.Sessions config, LongSupplier nanoTime) {
        this.mostBytes = config.resultsBytes();
        this.bySession = new BoundedCache<>(
                config.results(), mostBytes, config.resultTtl(), MemoryResultStore::weight, nanoTime);
        this.sessionByName = new BoundedCache<>(config.results(), config.resultTtl(), nanoTime);
    }

    @Override
    public Mono<Void> save(TaskResult result) {
        return Mono.fromRunnable(() -> {
            String sessionId = result.session().sessionId();
            bySession.put(sessionId, fitting(result));
            sessionByName.put(result.session().taskName(), sessionId);
        });
    }

    @Override
    public Mono<TaskResult> find(String taskName) {
        return Mono.fromSupplier(() -> sessionByName.get(taskName)).flatMap(this::findBySession);
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
        return new TaskResult(result.session(), RawJson.object(Map.of("failure", RawJson.ofString(text))));
    }

    private static long weight(TaskResult result) {
        return OVERHEAD_BYTES
                + result.result().lengthBytes()
                + 2L * result.session().request().length();
    }
}
