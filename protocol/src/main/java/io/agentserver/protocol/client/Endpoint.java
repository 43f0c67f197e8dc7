package io.agentserver.protocol.client;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Where the server listens and with which key. Its text form has neither key nor query: it may go into a log. */
record Endpoint(URI uri, @Nullable String apiKey) {

    Endpoint {
        Objects.requireNonNull(uri, "uri");
        String scheme = uri.getScheme();
        if (!"ws".equalsIgnoreCase(scheme) && !"wss".equalsIgnoreCase(scheme)) {
            throw new IllegalArgumentException(
                    "uri: scheme " + scheme + " (expected: ws or wss, as in ws://localhost:5000/ws)");
        }
        if (uri.getHost() == null) {
            throw new IllegalArgumentException("uri: no host (expected: as in ws://localhost:5000/ws)");
        }
    }

    Endpoint withApiKey(String key) {
        return new Endpoint(uri, key);
    }

    boolean secure() {
        return "wss".equalsIgnoreCase(uri.getScheme());
    }

    /** Without the brackets of an IPv6 address. */
    String host() {
        String host = uri.getHost();
        return host.startsWith("[") ? host.substring(1, host.length() - 1) : host;
    }

    int port() {
        return uri.getPort() >= 0 ? uri.getPort() : secure() ? 443 : 80;
    }

    /** The URI of the upgrade: the query as it was, and the key as {@code token} (contract 1.2). */
    URI upgradeUri() {
        String query = uri.getRawQuery();
        if (apiKey != null) {
            // A "+" for a space is right in forms only.
            String token =
                    "token=" + URLEncoder.encode(apiKey, StandardCharsets.UTF_8).replace("+", "%20");
            query = query == null || query.isEmpty() ? token : query + '&' + token;
        }
        return URI.create(origin() + uri.getRawPath() + (query == null ? "" : '?' + query));
    }

    private String origin() {
        return uri.getScheme().toLowerCase(Locale.ROOT) + "://" + uri.getHost() + ':' + port();
    }

    @Override
    public String toString() {
        return origin() + uri.getRawPath();
    }
}
