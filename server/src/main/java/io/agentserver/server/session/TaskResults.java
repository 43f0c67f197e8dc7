package io.agentserver.server.session;

import io.agentserver.server.ResultStore;
import io.agentserver.server.TaskResult;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.time.Duration;
import java.util.concurrent.ConcurrentHashMap;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/**
 * Results by task name: of two tasks of one name the newer answers, and it answers only once it has ended (contract 3.10.4,
 * 4.5). Lets readers wait for one.
 */
public final class TaskResults {

    /** Whose result a name will have, and who waits for it. Lives as long as the session runs or somebody waits. */
    private static final class Expected {
        private volatile String sessionId;
        private int waiting;
        private final Sinks.One<Boolean> ended = Sinks.one();

        Expected(String sessionId) {
            this.sessionId = sessionId;
        }
    }

    private static final String NOBODY = "";

    private final ConcurrentHashMap<String, Expected> expected = new ConcurrentHashMap<>();
    private final ResultStore store;
    private final ServerObserver observer;
    private final Timing timing;

    public TaskResults(ResultStore store, ServerObserver observer, Timing timing) {
        this.store = store;
        this.observer = observer;
        this.timing = timing;
    }

    /** From now on the name belongs to this session. */
    void begin(Session session) {
        expected.compute(session.order().taskName(), (name, known) -> {
            if (known == null) {
                return new Expected(session.id());
            }
            known.sessionId = session.id();
            return known;
        });
    }

    /** Keeps the result, unless a newer task of that name has begun, and wakes those who wait for it. */
    void end(TaskResult result) {
        String name = result.session().taskName();
        Expected awaited = expected.get(name);
        if (awaited == null || !awaited.sessionId.equals(result.session().sessionId())) {
            return;
        }
        // Deferred: a store that throws is one that fails.
        Mono.defer(() -> store.save(result))
                .subscribe(
                        nothing -> {},
                        error -> {
                            observer.resultNotKept(result.session(), error);
                            release(name, awaited, result);
                        },
                        () -> release(name, awaited, result));
    }

    private void release(String name, Expected awaited, TaskResult result) {
        boolean[] released = new boolean[1];
        expected.computeIfPresent(name, (key, known) -> {
            released[0] =
                    known == awaited && known.sessionId.equals(result.session().sessionId());
            return released[0] ? null : known;
        });
        if (released[0]) {
            // Only one result releases an entry, and late subscribers get the value replayed, so no outcome is lost.
            awaited.ended.tryEmitValue(Boolean.TRUE);
        }
    }

    /** The result of that name; empty while the task runs, and when there is none. */
    public Mono<TaskResult> find(String taskName) {
        return Mono.defer(() -> runs(taskName) ? Mono.empty() : store.find(taskName));
    }

    /** The result of that session, once it has ended and as long as it is kept. */
    public Mono<TaskResult> findBySession(String sessionId) {
        return store.findBySession(sessionId);
    }

    /**
     * The result of that name as soon as there is one; empty when there is none after that time. Also waits for a task that
     * has yet to begin. Cancel stops waiting.
     */
    public Mono<TaskResult> await(String taskName, Duration atMost) {
        return find(taskName).switchIfEmpty(Mono.defer(() -> awaitEnd(taskName, atMost)));
    }

    private Mono<TaskResult> awaitEnd(String taskName, Duration atMost) {
        Expected awaited = expected.compute(taskName, (name, known) -> {
            Expected entry = known == null ? new Expected(NOBODY) : known;
            entry.waiting++;
            return entry;
        });
        return find(taskName)
                .switchIfEmpty(awaited.ended
                        .asMono()
                        .timeout(atMost, Mono.empty(), timing.scheduler())
                        .flatMap(ended -> store.find(taskName)))
                .doFinally(signal -> leave(taskName, awaited));
    }

    private void leave(String taskName, Expected awaited) {
        expected.computeIfPresent(taskName, (name, known) -> {
            if (known != awaited) {
                return known;
            }
            known.waiting--;
            return known.waiting == 0 && known.sessionId.equals(NOBODY) ? null : known;
        });
    }

    private boolean runs(String taskName) {
        Expected entry = expected.get(taskName);
        return entry != null && !entry.sessionId.equals(NOBODY);
    }
}
