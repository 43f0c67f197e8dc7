package io.agentserver.server;

import com.sun.management.UnixOperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.OperatingSystemMXBean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How many WebSocket connections the hub may hold: what is configured, or what the process's descriptors allow. */
final class ConnectionLimit {

    private static final Logger LOG = LoggerFactory.getLogger(ConnectionLimit.class);
    private static final int WANTED = 19_000;

    /** Descriptors left for HTTP, files and the JVM itself. */
    private static final int RESERVED = 500;

    private ConnectionLimit() {}

    static int of(AgentServerConfig.Limits limits) {
        return of(limits.connections(), descriptors());
    }

    static int of(int configured, long descriptors) {
        long possible = Math.max(1, descriptors - RESERVED);
        int wanted = configured == 0 ? WANTED : configured;
        if (possible >= wanted) {
            return wanted;
        }
        if (configured == 0) {
            LOG.warn(
                    "limits.connections: {} (expected: {}; the process may open {} descriptors: raise it with ulimit -n)",
                    possible,
                    WANTED,
                    descriptors);
            return (int) possible;
        }
        LOG.warn(
                "limits.connections: {} (expected: at most {}; the process may open {} descriptors: raise it with"
                        + " ulimit -n)",
                configured,
                possible,
                descriptors);
        return configured;
    }

    private static long descriptors() {
        OperatingSystemMXBean system = ManagementFactory.getOperatingSystemMXBean();
        return system instanceof UnixOperatingSystemMXBean unix ? unix.getMaxFileDescriptorCount() : Long.MAX_VALUE;
    }
}
