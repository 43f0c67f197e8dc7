package io.agentserver.server.session;

import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.Result;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.TaskResult;
import io.agentserver.server.engine.RoundResult;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.hub.PythonText;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.publisher.MonoSink;

/** Runs a session from its start to its end: the engine, its rounds of commands, its deadline, and who is told. */
final class SessionRunner implements DeviceWork.Queues {

    private static final Logger LOG = LoggerFactory.getLogger(SessionRunner.class);

    private final AgentServerConfig.Sessions config;
    private final SessionEngine engine;
    private final ServerFrames frames;
    private final Timing timing;
    private final ServerObserver observer;
    private final SessionTable table;
    private final TaskResults results;
    private final Deliveries deliveries;
    private final ExpiredDispatches expiredDispatches;

    /** Sessions that have ended and whose clients are just being told. */
    private final AtomicInteger untold = new AtomicInteger();

    SessionRunner(AgentServerConfig config, SessionEngine engine, Sessions.Surroundings surroundings) {
        this.config = config.sessions();
        this.deliveries =
                new Deliveries(config.limits().messageBytes(), config.sessions().resultsBytes());
        this.engine = engine;
        this.frames = surroundings.frames();
        this.timing = surroundings.timing();
        this.observer = surroundings.observer();
        this.results = surroundings.results();
        this.table = new SessionTable(device -> new DeviceWork(device, this));
        this.expiredDispatches = new ExpiredDispatches(timing);
    }

    SessionTable table() {
        return table;
    }

    /** Whether every session has ended and its clients have been told. */
    boolean allTold() {
        // In this order: a session is counted here before it leaves the table.
        return table.count() == 0 && untold.get() == 0;
    }

    ExpiredDispatches expiredDispatches() {
        return expiredDispatches;
    }

    Deliveries deliveries() {
        return deliveries;
    }

    @Override
    public CommandQueue commands(DeviceWork work) {
        return new CommandQueue(timing, config.commandTimeout(), this::send, round -> roundExpired(work, round));
    }

    @Override
    public DispatchQueue dispatches(DeviceWork work) {
        return new DispatchQueue(
                timing,
                config.dispatchTimeout(),
                session -> end(
                        session,
                        Ending.timedOut(
                                "Device did not start the task within " + DurationText.of(config.dispatchTimeout())),
                        // The device may have begun it while this timer was on its way.
                        () -> work.dispatches().remove(session)));
    }

    /** Starts the timer of a session that was just entered. */
    void startDeadline(Session session) {
        session.deadline()
                .update(timing.after(
                        config.timeout(),
                        () -> end(
                                session,
                                Ending.timedOut("Task did not end within " + DurationText.of(config.timeout())))));
    }

    /** Lets the engine begin. A session that has ended meanwhile cancels it at once. */
    void startEngine(Session session) {
        EngineRun run = new EngineRun(session, config.commandTimeout(), this);
        session.engine().update(run);
        Mono.defer(() -> engine.run(run)).subscribe(run);
    }

    /** Puts a round of an engine on its device, in its turn. */
    void submit(Round round, MonoSink<RoundResult> sink) {
        Session session = round.session();
        DeviceWork work = session.work();
        sink.onCancel(() -> abandon(work, round));
        boolean accepted;
        synchronized (work) {
            if (session.state().ended() || work.closed()) {
                return;
            }
            accepted = work.commands().submit(round);
            work.commandsChanged();
        }
        if (!accepted) {
            round.finish(RoundResult.notSent(round.failures(
                    "Too many rounds of commands wait for this device (limit: " + CommandQueue.MOST_WAITING + ")")));
        }
    }

    /** Gives the results of a round to its engine; false when no such round is out on that device. */
    boolean answer(DeviceWork work, @Nullable String responseId, String sessionId, List<Result> answers) {
        Round round;
        synchronized (work) {
            round = work.commands().answered(responseId, sessionId);
            work.commandsChanged();
            if (round == null || round.abandoned()) {
                return false;
            }
            deliveries.keepAnswers(round.session(), answers);
        }
        round.finish(RoundResult.answered(answers));
        return true;
    }

    /** Ends a session; false when it had ended before. Whatever ends it comes here, and only the first one counts. */
    boolean end(Session session, Ending ending) {
        return end(session, ending, () -> true);
    }

    /** Ends a session if that still makes sense, which is asked with the lock held. */
    private boolean end(Session session, Ending ending, BooleanSupplier applies) {
        DeviceWork work = session.work();
        SessionInfo info;
        RawJson result;
        synchronized (work) {
            boolean begun = session.begun();
            if (!applies.getAsBoolean() || !session.end(ending, timing.clock().instant())) {
                return false;
            }
            if (!begun && ending.saidBy() == null) {
                expiredDispatches.add(session);
            }
            work.remove(session);
            work.commandsChanged();
            info = session.info();
            result = ending.resultOf(session);
            deliveries.forget(session);
            observer.sessionChanged(info, ending.cause());
        }
        untold.incrementAndGet();
        try {
            table.remove(session);
            session.deadline().dispose();
            cancelEngine(session);
            results.end(new TaskResult(info, Ending.readable(result, info.error())));
            tell(session, info, ending, result);
        } finally {
            untold.decrementAndGet();
        }
        return true;
    }

    /** What an engine does when it is cancelled is not ours, and must not keep its session from ending. */
    private static void cancelEngine(Session session) {
        try {
            session.engine().dispose();
        } catch (RuntimeException e) {
            LOG.error("The engine of session {} failed while it was cancelled", PythonText.repr(session.id()), e);
        }
    }

    /** The requester first, then the device, with the same bytes (contract 3.9.6, 3.15). */
    private void tell(Session session, SessionInfo info, Ending ending, @Nullable RawJson result) {
        if (ending.cancelReason() == CancelReason.CONSTELLATION_DISCONNECTED) {
            return;
        }
        RegisteredClient requester = session.requester();
        if (requester != null && requester.gone() && requester != session.device()) {
            observer.resultUndelivered(info, requester.id() + " is not connected any more");
            return;
        }
        boolean completed = ending.event() == SessionLifecycle.Event.COMPLETE;
        RawJson frame = frames.taskEnd(session.id(), completed, result, info.error());
        if (requester != null && requester != ending.saidBy()) {
            requester.channel().send(ServerMessageType.TASK_END, frame);
        }
        RegisteredClient device = session.device();
        if (device != requester && device != ending.saidBy() && !device.gone()) {
            device.channel().send(ServerMessageType.TASK_END, frame);
        }
    }

    /** Writes a round to its device; called with the lock held, so that commands leave in order. */
    private void send(Round round) {
        Session session = round.session();
        session.countRound();
        RawJson frame = frames.commands(
                session.id(),
                round.responseId(),
                session.order().taskName(),
                round.commands(),
                agentName(round, session.device()),
                round.round().processName(),
                round.round().rootName());
        session.device().channel().send(ServerMessageType.COMMAND, frame);
    }

    private void roundExpired(DeviceWork work, Round round) {
        boolean wanted;
        synchronized (work) {
            wanted = work.commands().expire(round) && !round.abandoned();
            work.commandsChanged();
        }
        if (wanted) {
            String text = "Command timed out after " + DurationText.of(config.commandTimeout());
            round.finish(RoundResult.timedOut(round.failures(text)));
        }
    }

    private void abandon(DeviceWork work, Round round) {
        synchronized (work) {
            work.commands().abandon(round);
            work.commandsChanged();
        }
    }

    private static String agentName(Round round, RegisteredClient device) {
        String named = round.round().agentName();
        if (named != null) {
            return named;
        }
        return switch (device.info().platform()) {
            case "linux" -> "LinuxAgent";
            case "mobile" -> "MobileAgent";
            default -> "HostAgent";
        };
    }
}
