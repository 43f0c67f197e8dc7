package io.agentserver.server.cli;

import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The addresses under which a listening server can be reached from this machine. */
record ServerAddress(InetSocketAddress bound, boolean tls) {

    /** {@code http://127.0.0.1:5000}. */
    String http() {
        return (tls ? "https://" : "http://") + hostAndPort();
    }

    /** {@code ws://127.0.0.1:5000/ws}. */
    String webSocket() {
        return (tls ? "wss://" : "ws://") + hostAndPort() + "/ws";
    }

    private String hostAndPort() {
        InetAddress address = bound.getAddress();
        String host = address.isAnyLocalAddress() ? "127.0.0.1" : address.getHostAddress();
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + bound.getPort();
    }
}
