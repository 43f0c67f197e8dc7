package io.agentserver.loadtest.engine;

import java.util.Set;

/** The kinds of failure that the engine itself knows. */
final class Errors {

    static final String TIMEOUT = "timeout";
    static final String CONNECT_FAILED = "connect_failed";
    /** The generator's machine had no socket or port left: no word about the server. */
    static final String NO_SOCKET = "no_socket";

    static final String TLS_FAILED = "tls_failed";
    static final String CONNECTION_LOST = "connection_lost";
    /** Every device that could have sent it had lost its connection. */
    static final String NOT_CONNECTED = "not_connected";

    static final String CHECK = "check";
    static final String TASK_FAILED = "task_failed";
    static final String ERROR_MESSAGE = "error_message";
    static final String BAD_ANSWER = "bad_answer";
    /** An attribute was missing; nothing was sent. */
    static final String EXPRESSION = "expression";
    /** A fault of the load tester's own; its text is on the console. */
    static final String FAULT = "fault";
    /** The run was interrupted while it was under way. */
    static final String INTERRUPTED = "interrupted";

    private static final Set<String> WANT_OF_SERVER =
            Set.of(TIMEOUT, CONNECT_FAILED, TLS_FAILED, CONNECTION_LOST, NOT_CONNECTED);

    private Errors() {}

    /** Whether that kind means that no server was there, rather than that it said no. */
    static boolean meansNoServer(String kind) {
        return WANT_OF_SERVER.contains(kind);
    }

    static String status(int status) {
        return "status_" + status;
    }
}
