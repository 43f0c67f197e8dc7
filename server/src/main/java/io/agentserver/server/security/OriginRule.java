package io.agentserver.server.security;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which web pages may change something or open a WebSocket: those this server delivered itself, and those of listed
 * origins. Programs send no {@code Origin}. Immutable.
 */
public final class OriginRule {

    private final Set<String> listed;

    public OriginRule(List<String> allowedOrigins) {
        this.listed = allowedOrigins.stream().map(OriginRule::normalised).collect(Collectors.toUnmodifiableSet());
    }

    /** Whether a page of that origin may, on a server called by that host. */
    public boolean allows(@Nullable String origin, @Nullable String host) {
        if (origin == null) {
            return true;
        }
        String page = normalised(origin);
        return listed.contains(page) || host != null && isOwn(page, host.toLowerCase(Locale.ROOT));
    }

    /** The scheme is not compared: a proxy in front may speak TLS where this server does not. */
    private static boolean isOwn(String page, String host) {
        return page.equals("http://" + host) || page.equals("https://" + host);
    }

    private static String normalised(String origin) {
        String lower = origin.toLowerCase(Locale.ROOT);
        return lower.endsWith("/") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
