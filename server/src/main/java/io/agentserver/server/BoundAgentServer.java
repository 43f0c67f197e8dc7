package io.agentserver.server;

import java.net.InetSocketAddress;

/** A hub with a listener of its own, as {@link AgentServer#bind()} starts it. */
public interface BoundAgentServer extends RunningAgentServer {

    /** Where it listens; the port is the real one when 0 was configured. */
    InetSocketAddress address();

    /** {@code epoll}, {@code kqueue} or {@code nio}: what carries its bytes. */
    String transport();
}
