package io.agentserver.protocol;

import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A message from a client to the server (contract 2.3). Immutable; switch on {@link #type()}. */
public sealed interface ClientMessage {

    /** Which of the messages this is. */
    ClientMessageType type();

    /** The fields that every client message has. */
    ClientHeader header();

    /**
     * The first message of a connection (contract 3.1 to 3.3).
     *
     * @param targetId the device a constellation will work with; null when absent or empty
     * @param platform {@code metadata.platform}, or null
     * @param systemInfo {@code metadata.system_info} as it came, or null
     * @param metadata all of {@code metadata} as it came, or null
     */
    record Register(
            ClientHeader header,
            @Nullable String targetId,
            @Nullable String platform,
            @Nullable RawJson systemInfo,
            @Nullable RawJson metadata)
            implements ClientMessage {
        public Register {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.REGISTER;
        }
    }

    /** A sign of life that the server acknowledges (contract 3.6). */
    record Heartbeat(ClientHeader header, @Nullable RawJson metadata) implements ClientMessage {
        public Heartbeat {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.HEARTBEAT;
        }
    }

    /**
     * Asks for a task to be run (contract 3.8, 3.9).
     *
     * @param taskName as given, not yet sanitised, or null
     * @param targetId the device to run it on, or null
     * @param request what to do, in natural language, or null
     * @param requestId the client's own id, or null
     * @param metadata as it came, or null
     */
    record Task(
            ClientHeader header,
            @Nullable String taskName,
            @Nullable String targetId,
            @Nullable String request,
            @Nullable String requestId,
            @Nullable RawJson metadata)
            implements ClientMessage {
        public Task {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.TASK;
        }
    }

    /** Ends a session from the client's side (contract 3.12). */
    record TaskEnd(
            ClientHeader header,
            @Nullable String error,
            @Nullable RawJson result) implements ClientMessage {
        public TaskEnd {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.TASK_END;
        }
    }

    /**
     * The answers to one COMMAND message (contract 3.11).
     *
     * @param prevResponseId the {@code response_id} it answers, or null
     * @param requestId the client's own id, or null
     * @param actionResults one per command in order; empty when absent or null
     */
    record CommandResults(
            ClientHeader header,
            @Nullable String prevResponseId,
            @Nullable String requestId,
            List<Result> actionResults)
            implements ClientMessage {
        public CommandResults {
            Objects.requireNonNull(header, "header");
            actionResults = List.copyOf(actionResults);
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.COMMAND_RESULTS;
        }
    }

    /** A constellation asks what a device registered about itself (contract 3.7). */
    record DeviceInfoRequest(
            ClientHeader header,
            @Nullable String targetId,
            @Nullable String requestId) implements ClientMessage {
        public DeviceInfoRequest {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.DEVICE_INFO_REQUEST;
        }
    }

    /** Logged and nothing else (contract 3.7.7). */
    record DeviceInfoResponse(ClientHeader header) implements ClientMessage {
        public DeviceInfoResponse {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.DEVICE_INFO_RESPONSE;
        }
    }

    /** A client reports an error, perhaps of a session (contract 3.13). */
    record Error(ClientHeader header, @Nullable String error) implements ClientMessage {
        public Error {
            Objects.requireNonNull(header, "header");
        }

        @Override
        public ClientMessageType type() {
            return ClientMessageType.ERROR;
        }
    }

    /** The header of a binary or file transfer, which the server refuses (contract 3.17). */
    record BinaryTransfer(ClientHeader header, ClientMessageType type) implements ClientMessage {
        public BinaryTransfer {
            Objects.requireNonNull(header, "header");
            Objects.requireNonNull(type, "type");
        }
    }
}
