package io.agentserver.server.session;

import io.agentserver.protocol.Command;
import io.agentserver.protocol.Result;
import io.agentserver.server.engine.CommandRound;
import io.agentserver.server.engine.RoundResult;
import io.agentserver.server.hub.ServerFrames;
import java.util.List;
import reactor.core.publisher.MonoSink;

/** One round of commands on its way: waiting, on the device, or given up while the device still works on it. */
final class Round {

    private final Session session;
    private final CommandRound round;
    private final List<Command> commands;
    private final MonoSink<RoundResult> sink;
    private final String responseId = ServerFrames.newId();
    private boolean abandoned;

    Round(Session session, CommandRound round, MonoSink<RoundResult> sink) {
        this.session = session;
        this.round = round;
        this.sink = sink;
        this.commands = round.commands().stream()
                .map(command -> command.withCallId(ServerFrames.newId()))
                .toList();
    }

    Session session() {
        return session;
    }

    CommandRound round() {
        return round;
    }

    /** The commands with their call ids. */
    List<Command> commands() {
        return commands;
    }

    String responseId() {
        return responseId;
    }

    /** Nobody waits for it any more. */
    void abandon() {
        abandoned = true;
    }

    boolean abandoned() {
        return abandoned;
    }

    /** Tells the engine what came of it, outside any lock. */
    void finish(RoundResult result) {
        sink.success(result);
    }

    /** A failure for every command, with that text (contract 3.11.5). */
    List<Result> failures(String text) {
        return commands.stream()
                .map(command -> Result.failure(text, command.callId()))
                .toList();
    }
}
