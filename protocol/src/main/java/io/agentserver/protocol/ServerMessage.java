package io.agentserver.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message from the server to a client (contract 2.4, 2.5). Immutable; switch on {@link #type()}. */
public sealed interface ServerMessage {

    /** Which of the messages this is. */
    ServerMessageType type();

    /** The fields that every server message has. */
    ServerHeader header();

    /** A task for a device, from an HTTP dispatch (contract 3.10). */
    record Task(
            ServerHeader header,
            @Nullable String userRequest,
            @Nullable String taskName) implements ServerMessage {
        public Task {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.TASK;
        }
    }

    /** One round of commands for a device (contract 3.11). */
    record Commands(
            ServerHeader header,
            @Nullable String agentName,
            @Nullable String processName,
            @Nullable String rootName,
            List<Command> actions,
            @Nullable String taskName)
            implements ServerMessage {
        public Commands {
            Objects.requireNonNull(header, "header");
            actions = List.copyOf(actions);
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.COMMAND;
        }
    }

    /** The end of a session (contract 3.12). {@code error} is null when it completed. */
    record TaskEnd(
            ServerHeader header,
            @Nullable RawJson result,
            @Nullable String error) implements ServerMessage {
        public TaskEnd {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.TASK_END;
        }
    }

    /** Confirms a registration, a heartbeat or, with a session id, a TASK (contract 2.5). */
    record Heartbeat(ServerHeader header) implements ServerMessage {
        public Heartbeat {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.HEARTBEAT;
        }
    }

    /** Exists on the wire; neither the original server nor this one sends it. */
    record DeviceInfoRequest(ServerHeader header) implements ServerMessage {
        public DeviceInfoRequest {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.DEVICE_INFO_REQUEST;
        }
    }

    /** What a device registered about itself; the header's response id is the request's id (contract 3.7). */
    record DeviceInfoResponse(ServerHeader header, @Nullable RawJson result) implements ServerMessage {
        public DeviceInfoResponse {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.DEVICE_INFO_RESPONSE;
        }
    }

    /** A refusal (contract 3.16). */
    record Error(ServerHeader header, @Nullable String error) implements ServerMessage {
        public Error {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ServerMessageType type() {
            return ServerMessageType.ERROR;
        }
    }
}
