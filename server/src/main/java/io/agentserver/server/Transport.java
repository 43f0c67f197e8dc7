package io.agentserver.server;

import io.netty.channel.Channel;
import java.util.Locale;

/** Names what carries the bytes, so that a server that fell back to the slower one can be told. */
final class Transport {

    private Transport() {}

    static String of(Channel channel) {
        String name = channel.getClass().getSimpleName().toLowerCase(Locale.ROOT);
        if (name.startsWith("epoll")) {
            return "epoll";
        }
        return name.startsWith("kqueue") ? "kqueue" : "nio";
    }
}
