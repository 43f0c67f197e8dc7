package io.agentserver.loadtest.cli;

import com.sun.management.UnixOperatingSystemMXBean;
import io.agentserver.loadtest.net.Target;
import java.lang.management.ManagementFactory;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the server is and how to get in; the same for every command that talks to one. */
final class ServerOptions {

    private static final String KEY_VARIABLE = "AGENT_SERVER_API_KEY";
    /** Of the descriptors a process may have, what files, pipes and event loops need. */
    private static final int OTHER_DESCRIPTORS = 100;

    @Option(
            names = "--url",
            paramLabel = "URL",
            defaultValue = "http://127.0.0.1:5000",
            description = "The server; https and wss too. Default: ${DEFAULT-VALUE}.")
    String url = "";

    @Option(
            names = "--api-key",
            paramLabel = "KEY",
            description = "What opens it; else the environment's " + KEY_VARIABLE + ".")
    @Nullable
    String apiKey;

    @Option(names = "--insecure", description = "Take any certificate.")
    boolean insecure;

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Event loops. Default: half of the cores, so that a server beside it has the other half.")
    int threads;

    Target target() {
        String key = apiKey == null ? System.getenv(KEY_VARIABLE) : apiKey;
        try {
            return Target.of(url, key == null || key.isEmpty() ? null : key, insecure);
        } catch (IllegalArgumentException e) {
            throw new UsageFault(String.valueOf(e.getMessage()));
        }
    }

    int threads() {
        if (threads < 0) {
            throw new UsageFault("--threads: " + threads + " (expected: 1 or more)");
        }
        return threads > 0 ? threads : Math.max(1, Runtime.getRuntime().availableProcessors() / 2);
    }

    /** How many connections the process may have. */
    static long mostConnections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? system.getMaxFileDescriptorCount() - OTHER_DESCRIPTORS
                : Integer.MAX_VALUE;
    }

    /** Says so beforehand when it may not have that many. */
    static void checkDescriptors(long connections) {
        if (connections > mostConnections()) {
            throw new UsageFault("connections: " + connections + " (expected: at most " + mostConnections()
                    + ", as this process may open no more files; see ulimit -n, or run several)");
        }
    }
}
