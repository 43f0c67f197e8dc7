package io.agentserver.server.hub;

import io.agentserver.protocol.AipCodec;
import io.agentserver.protocol.Command;
import io.agentserver.protocol.MessageStatus;
import io.agentserver.protocol.RawJson;
import io.agentserver.protocol.ServerHeader;
import io.agentserver.protocol.ServerMessage;
import java.time.Clock;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/** Writes what the server says: the profiles of contract 2.5, each with its timestamp and response id. */
public final class ServerFrames {

    private final AipCodec codec;
    private final Clock clock;

    public ServerFrames(AipCodec codec, Clock clock) {
        this.codec = codec;
        this.clock = clock;
    }

    /** Confirms a registration or a heartbeat. */
    public RawJson heartbeat() {
        return codec.encode(new ServerMessage.Heartbeat(header(MessageStatus.OK, null, newId())));
    }

    /** Accepts a task. */
    public RawJson taskAccepted(String sessionId) {
        return codec.encode(new ServerMessage.Heartbeat(header(MessageStatus.OK, sessionId, newId())));
    }

    /** Hands a task to a device. */
    public RawJson task(String sessionId, String responseId, String request, String taskName) {
        return codec.encode(
                new ServerMessage.Task(header(MessageStatus.CONTINUE, sessionId, responseId), request, taskName));
    }

    /** Has a device execute commands. */
    public RawJson commands(
            String sessionId,
            String responseId,
            String taskName,
            List<Command> actions,
            String agentName,
            String processName,
            String rootName) {
        return codec.encode(new ServerMessage.Commands(
                header(MessageStatus.CONTINUE, sessionId, responseId),
                agentName,
                processName,
                rootName,
                actions,
                taskName));
    }

    /** Ends a task; the same bytes go to everybody who is told. */
    public RawJson taskEnd(String sessionId, boolean completed, @Nullable RawJson result, @Nullable String error) {
        MessageStatus status = completed ? MessageStatus.COMPLETED : MessageStatus.FAILED;
        return codec.encode(new ServerMessage.TaskEnd(header(status, sessionId, newId()), result, error));
    }

    /** Answers a question about a device. */
    public RawJson deviceInfo(@Nullable String requestId, RawJson result) {
        return codec.encode(new ServerMessage.DeviceInfoResponse(header(MessageStatus.OK, null, requestId), result));
    }

    /** Refuses; with the session of the refused message, if it named one. */
    public RawJson error(String text, @Nullable String sessionId) {
        return codec.encode(new ServerMessage.Error(header(MessageStatus.ERROR, sessionId, newId()), text));
    }

    /** A UUID for messages and calls: unique, not secret. */
    public static String newId() {
        ThreadLocalRandom random = ThreadLocalRandom.current();
        long high = random.nextLong() & 0xffff_ffff_ffff_0fffL | 0x4000L;
        long low = random.nextLong() & 0x3fff_ffff_ffff_ffffL | 0x8000_0000_0000_0000L;
        return new UUID(high, low).toString();
    }

    private ServerHeader header(MessageStatus status, @Nullable String sessionId, @Nullable String responseId) {
        return new ServerHeader(status, sessionId, IsoTimestamp.of(clock.instant()), responseId);
    }
}
