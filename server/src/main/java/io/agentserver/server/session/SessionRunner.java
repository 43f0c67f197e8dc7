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
import io.agentserver.server.hub.RegisteredClient;
import io.agentserver.server.hub.ServerFrames;
import io.agentserver.server.hub.ServerObserver;
import io.agentserver.server.hub.Timing;
import java.util.List;
        untold.incrementAndGet();
        try {
            table.remove(session);
            session.deadline().dispose();
            session.engine().dispose();
            results.end(new TaskResult(info, Ending.readable(result, info.error())));
            tell(session, info, ending, result);
        } finally {
            untold.decrementAndGet();
        }
        return true;
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
