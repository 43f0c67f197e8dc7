package io.agentserver.loadtest;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a request sends and which answer ends it. Switch on {@link #kind()}. */
public sealed interface Exchange {

    /** Which of the exchanges this is. */
    enum Kind {
        HTTP,
        CONNECT,
        DISCONNECT,
        HEARTBEAT,
        DEVICE_INFO,
        TASK,
        DISPATCH;

        /** Whether checks have a body to look at. */
        boolean answersWithBody() {
            return this != CONNECT && this != DISCONNECT && this != DISPATCH;
        }
    }

    /** Which of the exchanges this is. */
    Kind kind();

    /** An HTTP request; ends with the last byte of the answer. */
    record Http(
            String method,
            Expression path,
            Map<String, Expression> headers,
            @Nullable Expression body) implements Exchange {
        public Http {
            headers = Map.copyOf(headers);
        }

        @Override
        public Kind kind() {
            return Kind.HTTP;
        }
    }

    /**
     * A WebSocket and a registration; ends with the confirmation. The user keeps the connection; a device answers tasks.
     *
     * @param clientId the id to register
     * @param constellation whether it is one, else a device
     * @param targetId the device that the constellation works with, or null
     */
    record Connect(
            Expression clientId,
            boolean constellation,
            @Nullable Expression targetId) implements Exchange {
        @Override
        public Kind kind() {
            return Kind.CONNECT;
        }
    }

    /** Closes the user's connection; ends at once. */
    record Disconnect() implements Exchange {
        @Override
        public Kind kind() {
            return Kind.DISCONNECT;
        }
    }

    /** A heartbeat of the user's connection, else of the next idle device of the fleet; ends with the acknowledgement. */
    record Heartbeat() implements Exchange {
        @Override
        public Kind kind() {
            return Kind.HEARTBEAT;
        }
    }

    /** A constellation asks about its device; ends with the information. */
    record DeviceInfo() implements Exchange {
        @Override
        public Kind kind() {
            return Kind.DEVICE_INFO;
        }
    }

    /** A constellation has its device run a task; ends with TASK_END. */
    record Task(Expression request) implements Exchange {
        @Override
        public Kind kind() {
            return Kind.TASK;
        }
    }

    /** A POST to {@code /api/dispatch} for the next idle device of the fleet; ends with TASK_END at that device. */
    record Dispatch(Expression request) implements Exchange {

        /** What is behind the request's name for the POST alone. */
        public static final String HTTP_SUFFIX = ".http";

        @Override
        public Kind kind() {
            return Kind.DISPATCH;
        }
    }
}
