package io.agentserver.loadtest.net;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * The server under load.
 *
 * @param secure whether it speaks TLS
 * @param address where it is
 * @param host its name as the {@code Host} header has it
 * @param basePath what stands before every path; without a slash at its end
 * @param apiKey what opens it, or null; never shown
 * @param insecure whether any certificate will do
 */
public record Target(
        boolean secure,
        InetSocketAddress address,
        String host,
        String basePath,
        @Nullable String apiKey,
        boolean insecure) {

    /**
     * Reads an address such as {@code http://127.0.0.1:5000} or {@code wss://hub.example.com}.
     *
     * @throws IllegalArgumentException when it is none, or its host has no address
     */
    public static Target of(String url, @Nullable String apiKey, boolean insecure) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            // Its message holds the whole address.
            throw fault(url);
        }
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = scheme.equals("https") || scheme.equals("wss");
        if (uri.getHost() == null || !(secure || scheme.equals("http") || scheme.equals("ws"))) {
            throw fault(url);
        }
        int port = uri.getPort() >= 0 ? uri.getPort() : secure ? 443 : 80;
        String name = uri.getHost().replaceAll("^\\[|]$", "");
        String path = uri.getRawPath() == null ? "" : uri.getRawPath().replaceAll("(/ws)?/*$", "");
        String host = uri.getHost() + (uri.getPort() >= 0 ? ":" + port : "");
        try {
            InetAddress address = InetAddress.getByName(name);
            return new Target(secure, new InetSocketAddress(address, port), host, path, apiKey, insecure);
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("url: " + name + " has no address (expected: a host that resolves)", e);
        }
    }

    private static IllegalArgumentException fault(String url) {
        // A query could hold a key, a user's name comes with a password.
        String shown = url.replaceAll("(?s)[?#].*", "?…").replaceAll("(?s)^([a-zA-Z][a-zA-Z0-9+.-]*://)?.*@", "$1…@");
        return new IllegalArgumentException(
                "url: " + shown + " (expected: such as http://127.0.0.1:5000 or https://hub.example.com)");
    }

    /** Where it is, without secrets. */
    public String url() {
        return (secure ? "https://" : "http://") + host + basePath;
    }

    /** The path of the WebSocket with the key in it: never to be shown. */
    String webSocketPath() {
        String token = apiKey == null ? "" : "?token=" + URLEncoder.encode(apiKey, StandardCharsets.UTF_8);
        return basePath + "/ws" + token;
    }

    /** Whether it is on this machine by an IPv4 address, where a source address can be chosen freely. */
    boolean isLoopback4() {
        return address.getAddress().isLoopbackAddress() && address.getAddress().getAddress().length == 4;
    }

    @Override
    public String toString() {
        return url();
    }
}
