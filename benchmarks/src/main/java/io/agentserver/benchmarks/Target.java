package io.agentserver.benchmarks;

import java.net.InetSocketAddress;

/** A server on this machine, and the key it wants; bare servers ignore the key. */
record Target(int port, String apiKey) {

    InetSocketAddress address() {
        return new InetSocketAddress("127.0.0.1", port);
    }

    String url(String path) {
        return "http://127.0.0.1:" + port + path;
    }
}
