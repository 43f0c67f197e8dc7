package io.agentserver.server.session;

import io.agentserver.protocol.ClientMessage;
import io.agentserver.protocol.ClientMessageType;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.ServerMessageType;
import io.agentserver.server.AgentServerConfig;
import io.agentserver.server.CancelReason;
import io.agentserver.server.DisconnectReason;
import io.agentserver.server.SessionInfo;
import io.agentserver.server.SessionState;
import io.agentserver.server.engine.SessionEngine;
import io.agentserver.server.hub.ClientRegistry;
import io.agentserver.server.hub.PythonText;
import io.agentserver.server.hub.Refusals;
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.Rejection;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.TaskDesk;
import io.agentserver.server.hub.Timing;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Opens and ends sessions for whoever may: devices, constellations, HTTP callers (contract 3.8 to 3.15). Every method may
 * be called on any thread and never blocks.
 */
public final class Sessions implements TaskDesk {

    /** What the sessions work with. */
    public record Surroundings(
            ClientRegistry registry,
            ServerFrames frames,
            Refusals refusals,
            Timing timing,
            ServerObserver observer,
            TaskResults results) {}

    private static final String TOO_MANY_ON_DEVICE = "Too many sessions on this device";
    private static final String TOO_MANY = "Too many sessions";

    private final AgentServerConfig config;
    private final ClientRegistry registry;
    private final ServerFrames frames;
    private final Refusals refusals;
    private final Timing timing;
    private final ServerObserver observer;
    private final TaskResults results;
    private final SessionRunner runner;
    private final SessionTable table;
    private volatile boolean draining;

    public Sessions(AgentServerConfig config, SessionEngine engine, Surroundings surroundings) {
        this.config = config;
        this.registry = surroundings.registry();
        this.frames = surroundings.frames();
        this.refusals = surroundings.refusals();
        this.timing = surroundings.timing();
        this.observer = surroundings.observer();
        this.results = surroundings.results();
        this.runner = new SessionRunner(config, engine, surroundings);
        this.table = runner.table();
    }

    /** How many sessions have not ended. */
    public int active() {
        return table.count();
    }

    /** How many sessions stand in each state that has not ended. */
    public Map<SessionState, Integer> countsByState() {
        return table.counts().current();
    }

    /** The running sessions, oldest first. */
    public List<SessionInfo> running() {
        return table.all().stream()
                .map(Sessions::info)
                .filter(session -> !session.state().ended())
                .sorted(Comparator.comparing(SessionInfo::createdAt))
                .toList();
    }

    /** The running session of that id, or null. */
    public @Nullable SessionInfo find(String sessionId) {
        Session session = table.find(sessionId);
        return session == null ? null : info(session);
    }

    /** Hands a task to a device; the name is valid or null (contract 3.10, 4.4). */
    public DispatchResult dispatch(String clientId, String request, @Nullable String taskName) {
        if (draining) {
            return new DispatchResult.Draining();
        }
        RegisteredClient device = registry.find(clientId);
        if (device == null) {
            return new DispatchResult.NotOnline();
        }
        if (!device.isDevice()) {
            return new DispatchResult.NotADevice();
        }
        Session.Order order = new Session.Order(
                UUID.randomUUID().toString(), taskName == null ? ServerFrames.newId() : taskName, request);
        if (!table.takePlace(config.limits().sessions())) {
            return new DispatchResult.TooManySessions(TOO_MANY, false);
        }
        DispatchResult result = open(order, device);
        if (!(result instanceof DispatchResult.Dispatched)) {
            table.givePlaceBack();
        }
        return result;
    }

    /** Cancels a session; false when there is none of that id any more. */
    public boolean cancel(String sessionId, CancelReason reason) {
        Session session = table.find(sessionId);
        return session != null && runner.end(session, Ending.cancelled(reason));
    }

    /** From now on nothing new is begun. */
    public void drain() {
        draining = true;
    }

    /** Whether nothing runs any more and everybody has been told. */
    public boolean allEnded() {
        return runner.allTold();
    }

    /** Cancels whatever still runs. */
    public void cancelAll(CancelReason reason) {
        table.all().forEach(session -> runner.end(session, Ending.cancelled(reason)));
    }

    @Override
    public void task(RegisteredClient requester, RegisteredClient device, ClientMessage.Task task) {
        String given = task.header().sessionId();
        String sessionId = given == null || given.isEmpty() ? null : given;
        String taskName = TaskNames.sanitise(task.taskName());
        if (requester == device && beginDispatched(device, sessionId, taskName)) {
            return;
        }
        if (requester == device && runner.expiredDispatches().contains(device.id(), sessionId, taskName)) {
            refusals.refuse(requester, task, "Dispatch expired");
            return;
        }
        Session running = sessionId == null ? null : table.find(sessionId);
        if (running != null) {
            repeat(running, requester, task);
        } else if (draining) {
            refusals.refuse(requester, task, Rejection.DRAINING, "Server is shutting down");
        } else {
            String request = task.request() == null ? "" : task.request();
            String id = sessionId == null ? UUID.randomUUID().toString() : sessionId;
            Session.Order order = new Session.Order(id, taskName, request);
            if (table.takePlace(config.limits().sessions())) {
                open(order, requester, device, task);
            } else {
                refusals.refuse(requester, task, Rejection.SESSION_LIMIT, TOO_MANY);
            }
        }
    }

    @Override
    public void commandResults(RegisteredClient sender, ClientMessage.CommandResults answer) {
        String sessionId = answer.header().sessionId();
        DeviceWork work = table.knownWork(sender);
        boolean taken = work != null
                && sessionId != null
                && (takeOwnResults(work, sessionId, answer)
                        || runner.answer(work, answer.prevResponseId(), sessionId, answer.actionResults()));
        if (!taken) {
            observer.messageDropped(
                    ClientMessageType.COMMAND_RESULTS, sender.id(), sessionId, "no such round runs on this device");
        }
    }

    @Override
    public boolean taskEnd(RegisteredClient sender, ClientMessage.TaskEnd end) {
        String sessionId = end.header().sessionId();
        Session session = sessionId == null ? null : table.find(sessionId);
        if (session == null || session.device() != sender && session.requester() != sender) {
            return false;
        }
        MessageStatus status = end.header().status();
        boolean completed = status == MessageStatus.COMPLETED || status == MessageStatus.OK;
        return runner.end(session, Ending.saidBy(sender, completed, end.error(), end.result()));
    }

    @Override
    public void clientError(RegisteredClient sender, ClientMessage.Error error) {
        String sessionId = error.header().sessionId();
        Session session = sessionId == null ? null : table.find(sessionId);
        if (session != null && session.device() == sender) {
            String text = error.error() == null || error.error().isEmpty() ? "Unknown error" : error.error();
            runner.end(session, Ending.failed(text, null));
        }
    }

    @Override
    public void clientGone(RegisteredClient client, DisconnectReason reason) {
        DeviceWork work = table.removeWork(client);
        if (work != null) {
            List<Session> executing;
            synchronized (work) {
                executing = work.close();
            }
            CancelReason why = reason == DisconnectReason.SHUTDOWN
                    ? CancelReason.SERVER_SHUTDOWN
                    : CancelReason.DEVICE_DISCONNECTED;
            executing.forEach(session -> runner.end(session, Ending.cancelled(why)));
        }
        table.removeRequested(client)
                .forEach(session -> runner.end(session, Ending.cancelled(CancelReason.CONSTELLATION_DISCONNECTED)));
    }

    private static SessionInfo info(Session session) {
        synchronized (session.work()) {
            return session.info();
        }
    }

    /** The device answers a dispatch with its own TASK: it runs under the dispatch's session (contract 3.10.4). */
    private boolean beginDispatched(RegisteredClient device, @Nullable String sessionId, String taskName) {
        DeviceWork work = table.knownWork(device);
        if (work == null) {
            return false;
        }
        Session session;
        synchronized (work) {
            session = work.dispatches().take(sessionId, taskName);
            if (session == null) {
                return false;
            }
            session.drivenByEngine();
            device.channel().send(ServerMessageType.HEARTBEAT, frames.taskAccepted(session.id()));
            move(session, SessionLifecycle.Event.START);
        }
        runner.startEngine(session);
        return true;
    }

    /** The device answers a dispatch with results at once: it drives the session itself from now on. */
    private boolean takeOwnResults(DeviceWork work, String sessionId, ClientMessage.CommandResults answer) {
        Session session = table.find(sessionId);
        boolean fits;
        synchronized (work) {
            if (session == null
                    || session.work() != work
                    || session.state().ended()
                    || !session.answersDispatch(answer.prevResponseId())) {
                return false;
            }
            work.dispatches().remove(session);
            move(session, SessionLifecycle.Event.START);
            fits = runner.deliveries().keepOwn(session, answer.actionResults());
        }
        if (!fits) {
            runner.end(
                    session,
                    Ending.failed(
                            "Results of the task exceed " + config.limits().messageBytes() + " bytes", null));
        }
        return true;
    }

    /** A requester repeats a task that runs: its own is acknowledged and not run twice (contract 3.9.9). */
    private void repeat(Session running, RegisteredClient requester, ClientMessage.Task task) {
        if (running.requester() == requester) {
            requester.channel().send(ServerMessageType.HEARTBEAT, frames.taskAccepted(running.id()));
        } else {
            String text = "session_id " + PythonText.repr(running.id()) + " is owned by another client";
            refusals.refuse(requester, task, text);
        }
    }

    /** Opens a session that waits for its device. */
    private DispatchResult open(Session.Order order, RegisteredClient device) {
        DeviceWork work = table.work(device);
        if (work == null) {
            return new DispatchResult.NotOnline();
        }
        Session session = new Session(order, null, work, timing.clock().instant());
        synchronized (work) {
            if (work.closed()) {
                return new DispatchResult.NotOnline();
            }
            if (work.sessionCount() >= config.limits().sessionsPerDevice()) {
                return new DispatchResult.TooManySessions(TOO_MANY_ON_DEVICE, true);
            }
            String responseId = ServerFrames.newId();
            session.dispatchedAs(responseId);
            work.add(session);
            session.countIn(table.counts());
            table.enter(session);
            results.begin(session);
            observer.sessionChanged(session.info(), null);
            move(session, SessionLifecycle.Event.DISPATCH);
            device.channel()
                    .send(
                            ServerMessageType.TASK,
                            frames.task(order.sessionId(), responseId, order.request(), order.taskName()));
            work.dispatches().add(session);
            runner.startDeadline(session);
        }
        return new DispatchResult.Dispatched(order.sessionId(), order.taskName());
    }

    /** Opens a session that runs at once; a place among all sessions has been taken for it. */
    private void open(
            Session.Order order, RegisteredClient requester, RegisteredClient device, ClientMessage.Task task) {
        DeviceWork work = table.work(device);
        if (work == null) {
            table.givePlaceBack();
            refusals.refuse(requester, task, notConnected(requester, device));
            return;
        }
        Session session = new Session(order, requester, work, timing.clock().instant());
        Runnable answer;
        synchronized (work) {
            answer = begin(session, requester, task);
        }
        answer.run();
    }

    /**
     * Enters a session and moves it to running, so that nobody who finds it can end it before. Called with the lock held;
     * returns what is to be done without it.
     */
    private Runnable begin(Session session, RegisteredClient requester, ClientMessage.Task task) {
        DeviceWork work = session.work();
        if (work.closed()) {
            table.givePlaceBack();
            return () -> refusals.refuse(requester, task, notConnected(requester, work.device()));
        }
        if (work.sessionCount() >= config.limits().sessionsPerDevice()) {
            table.givePlaceBack();
            return () -> refusals.refuse(requester, task, Rejection.SESSION_LIMIT, TOO_MANY_ON_DEVICE);
        }
        Session other = table.enter(session);
        if (other != null) {
            table.givePlaceBack();
            return () -> repeat(other, requester, task);
        }
        if (!table.enterFor(requester, session)) {
            // The requester went away this moment: there is nobody to be answered.
            table.remove(session);
            return () -> {};
        }
        work.add(session);
        session.countIn(table.counts());
        results.begin(session);
        if (requester != work.device()) {
            observer.taskRequested(requester.info(), work.device().id());
        }
        observer.sessionChanged(session.info(), null);
        requester.channel().send(ServerMessageType.HEARTBEAT, frames.taskAccepted(session.id()));
        move(session, SessionLifecycle.Event.START);
        runner.startDeadline(session);
        return () -> runner.startEngine(session);
    }

    /** Moves a session and says so; called with the lock held, so that observers see the states in their order. */
    private void move(Session session, SessionLifecycle.Event event) {
        if (session.apply(event, timing.clock().instant())) {
            observer.sessionChanged(session.info(), null);
        }
    }

    private static String notConnected(RegisteredClient requester, RegisteredClient device) {
        return (requester == device ? "Device " : "Target device ") + PythonText.repr(device.id())
                + " is not connected";
    }
}
