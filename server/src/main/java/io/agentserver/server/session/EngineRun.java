package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.engine.CommandRound;
import io.agentserver.server.engine.RoundResult;
import io.agentserver.server.engine.SessionContext;
import io.agentserver.server.engine.SessionOutcome;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Mono;

/** One engine at work on one session: its view of the session, and the subscription whose end ends the session. */
final class EngineRun extends BaseSubscriber<SessionOutcome> implements SessionContext {

    private final Session session;
    private final Duration commandTimeout;
    private final SessionRunner runner;

    EngineRun(Session session, Duration commandTimeout, SessionRunner runner) {
        this.session = session;
        this.commandTimeout = commandTimeout;
        this.runner = runner;
    }

    @Override
    public String sessionId() {
        return session.id();
    }

    @Override
    public String taskName() {
        return session.order().taskName();
    }

    @Override
    public String request() {
        return session.order().request();
    }

    @Override
    public String deviceId() {
        return session.device().id();
    }

    @Override
    public String platform() {
        return session.device().info().platform();
    }

    @Override
    public @Nullable RawJson systemInfo() {
        return session.device().info().systemInfo();
    }

    @Override
    public Duration commandTimeout() {
        return commandTimeout;
    }

    @Override
    public Mono<RoundResult> execute(CommandRound round) {
        return Mono.create(sink -> runner.submit(new Round(session, round, sink), sink));
    }

    @Override
    protected void hookOnNext(SessionOutcome outcome) {
        runner.end(session, Ending.of(outcome));
    }

    @Override
    protected void hookOnComplete() {
        runner.end(session, Ending.failed(Ending.UNKNOWN_STATE, null));
    }

    @Override
    protected void hookOnError(Throwable cause) {
        runner.end(session, Ending.threw(cause));
    }
}
