package io.agentserver.server.cli;

import io.agentserver.server.AgentServerConfig;
import java.io.IOException;
import java.net.UnknownHostException;
import java.nio.channels.UnresolvedAddressException;
import java.util.Locale;
import reactor.netty.ChannelBindException;

/** Says why a server could not listen, and what to do about it. */
final class BindFailure {

    private BindFailure() {}

    /** The failure to report; what is no matter of the address is thrown on. */
    static CommandFailure describe(RuntimeException failure, AgentServerConfig.Server listen) {
        String cannot = "Cannot listen on " + listen.host() + ":" + listen.port() + ": ";
        String reason = null;
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof UnknownHostException || cause instanceof UnresolvedAddressException) {
                return CommandFailure.failed(cannot + "no such host (choose an address of this machine with --host)");
            }
            if (cause instanceof ChannelBindException || cause instanceof IOException) {
                reason = String.valueOf(cause.getMessage());
            }
        }
        if (failure instanceof ChannelBindException && reason != null) {
            return CommandFailure.failed(cannot + advice(reason));
        }
        throw failure;
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
