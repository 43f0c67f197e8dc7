package io.agentserver.server.http;

import io.agentserver.server.AuthMode;
import io.agentserver.server.security.Access;
import io.agentserver.server.security.ApiKeys;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.AsciiString;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Finds the key in a request: one that is right is enough, wherever it stands. */
final class Credentials {

    private static final AsciiString API_KEY = AsciiString.cached("x-api-key");
    private static final String BEARER = "bearer ";

    private final AuthMode mode;
    private final ApiKeys keys;

    Credentials(AuthMode mode, ApiKeys keys) {
        this.mode = mode;
        this.keys = keys;
    }

    /** Whether the request may come in with what its headers hold. */
    boolean suffice(Access access, HttpHeaders headers) {
        return !access.needsKey(mode) || inHeaders(headers);
    }

    /** The same for a request that may hold its key in the query, as WebSocket clients do. */
    boolean suffice(Access access, HttpHeaders headers, String query) {
        return suffice(access, headers) || inQuery(query);
    }

    private boolean inHeaders(HttpHeaders headers) {
        // Netty reads each byte of a header as one character.
        return accepts(headers.get(API_KEY), StandardCharsets.ISO_8859_1)
                || accepts(bearer(headers.get(HttpHeaderNames.AUTHORIZATION)), StandardCharsets.ISO_8859_1);
    }

    private boolean inQuery(String query) {
        Query parameters = Query.parse(query);
        return parameters != null && accepts(parameters.get("token"), StandardCharsets.UTF_8);
    }

    private boolean accepts(@Nullable String key, Charset charset) {
        return key != null && keys.accepts(key.getBytes(charset));
    }

    private static @Nullable String bearer(@Nullable String authorization) {
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? authorization.substring(BEARER.length()).strip()
                : null;
    }
}
