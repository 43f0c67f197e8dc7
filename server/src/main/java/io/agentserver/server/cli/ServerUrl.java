package io.agentserver.server.cli;

import java.net.URI;
import java.util.Locale;
import java.util.Set;

/** Checks the addresses that the commands which talk to a server are given. */
final class ServerUrl {

    private ServerUrl() {}

    /** The address of a server's HTTP side, without a slash at its end. */
    static String http(String text) throws CommandFailure {
        return check(text, Set.of("http", "https"), "an address such as http://127.0.0.1:5000");
    }

    /** The address of a server's WebSocket. */
    static URI webSocket(String text) throws CommandFailure {
        return URI.create(check(text, Set.of("ws", "wss"), "an address such as ws://127.0.0.1:5000/ws"));
    }

    private static String check(String text, Set<String> schemes, String expected) throws CommandFailure {
        try {
            URI uri = URI.create(text);
            String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
            if (schemes.contains(scheme) && uri.getHost() != null) {
                return text.endsWith("/") ? text.substring(0, text.length() - 1) : text;
            }
        } catch (IllegalArgumentException e) {
            // Said below: what is wrong with it is plain from what was expected.
        }
        throw CommandFailure.option("--url", text, expected);
    }
}
