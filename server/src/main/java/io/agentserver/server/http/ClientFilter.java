package io.agentserver.server.http;

import io.agentserver.protocol.ClientType;
import io.agentserver.server.ClientInfo;
import io.agentserver.server.hub.RegisteredClient;
import org.jspecify.annotations.Nullable;

/**
 * Which clients somebody wants to see.
 *
 * @param after the sequence of the last client already seen
 * @param limit how many at most
 */
record ClientFilter(
        @Nullable ClientType type,
        @Nullable String platform,
        @Nullable String prefix,
        long after,
        int limit) {

    private static final int RADIX = 36;

    /** @throws IllegalArgumentException with a text for the one who asked */
    static ClientFilter of(Query query) {
        String prefix = query.get("prefix");
        return new ClientFilter(
                type(query.get("type")),
                query.get("platform"),
                prefix,
                after(query.get("cursor")),
                limit(query.get("limit")));
    }

    /** What to give as {@code cursor} to see those after this client. */
    static String cursor(RegisteredClient client) {
        return Long.toString(client.sequence(), RADIX);
    }

    boolean accepts(ClientInfo client) {
        return (type == null || type == client.type())
                && (platform == null || platform.equals(client.platform()))
                && (prefix == null || client.clientId().startsWith(prefix));
    }

    private static @Nullable ClientType type(@Nullable String value) {
        if (value == null) {
            return null;
        }
        for (ClientType type : ClientType.values()) {
            if (type.wire().equals(value)) {
                return type;
            }
        }
        throw new IllegalArgumentException("type: " + value + " (expected: device or constellation)");
    }

    private static int limit(@Nullable String value) {
        if (value == null) {
            return Integer.MAX_VALUE;
        }
        try {
            int limit = Integer.parseInt(value);
            if (limit > 0) {
                return limit;
            }
        } catch (NumberFormatException e) {
            // The same text as for a number that is too small.
        }
        throw new IllegalArgumentException("limit: " + value + " (expected: a whole number from 1)");
    }

    private static long after(@Nullable String cursor) {
        if (cursor == null) {
            return Long.MIN_VALUE;
        }
        try {
            return Long.parseLong(cursor, RADIX);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "cursor: " + cursor + " (expected: the next_cursor of an earlier answer)", e);
        }
    }
}
