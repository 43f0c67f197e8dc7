package io.agentserver.server.cli;

import io.agentserver.server.AgentServerConfig;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Locale;

/** Says why a server could not listen, and what to do about it. */
final class BindFailure {

    private BindFailure() {}

    /** The failure to report; what is no matter of the address is thrown on. */
    static CommandFailure describe(RuntimeException failure, AgentServerConfig.Server listen) {
        String cannot = "Cannot listen on " + listen.host() + ":" + listen.port() + ": ";
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (cause instanceof UnknownHostException) {
                return CommandFailure.failed(cannot + "no such host (choose an address of this machine with --host)");
            }
            if (cause instanceof BindException || isNative(cause)) {
                return CommandFailure.failed(cannot + advice(text));
            }
        }
        throw failure;
    }

    /** The native transports report a failed bind as a plain exception of I/O that names the system call. */
    private static boolean isNative(Throwable cause) {
        return cause instanceof SocketException
                || cause instanceof IOException
                        && String.valueOf(cause.getMessage()).startsWith("bind");
    }

    private static String advice(String text) {
        String reason = text.toLowerCase(Locale.ROOT);
        if (reason.contains("in use")) {
            return "the address is in use (stop the other program, or choose another port with --port)";
        }
        if (reason.contains("permission")) {
            return "permission denied (choose a port above 1023 with --port)";
        }
        if (reason.contains("assign")) {
            return "not an address of this machine (choose another with --host)";
        }
        return Fault.quote(text) + " (choose another address with --host and --port)";
    }
}
