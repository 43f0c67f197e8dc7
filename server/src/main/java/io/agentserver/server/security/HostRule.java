package io.agentserver.server.security;

import io.agentserver.server.AgentServerConfig;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Which {@code Host} a request may name. A page whose domain its owner points at a loopback address reaches a server that
 * only this machine can reach, but it cannot choose what its browser writes in {@code Host}. Immutable.
 */
public final class HostRule {

    private final boolean any;
    private final Set<String> names;

    private HostRule(boolean any, Collection<String> names) {
        this.any = any;
        this.names = names.stream().map(HostRule::nameOf).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * For a server that listens by itself. Bound to loopback it goes by loopback names and the name it was bound by, bound
     * elsewhere by any name unless some are listed. Listed names are good everywhere, and so are loopback names: no
     * foreign page has one.
     */
    public static HostRule bound(AgentServerConfig.Server server) {
        List<String> listed = server.allowedHosts();
        if (!isLoopback(server.host())) {
            return mounted(listed);
        }
        Set<String> names = listed.stream().collect(Collectors.toSet());
        names.add(server.host());
        return new HostRule(false, names);
    }

    /** For a server within another: any name unless some are listed. */
    public static HostRule mounted(List<String> allowedHosts) {
        return new HostRule(allowedHosts.isEmpty(), allowedHosts);
    }

    /** Whether a request with that header may be answered; one without any may (HTTP/1.0). */
    public boolean allows(@Nullable String host) {
        if (any || host == null || host.isEmpty()) {
            return true;
        }
        String name = nameOf(host);
        return names.contains(name) || isLoopbackName(name) || isLoopbackAddress(name);
    }

    /** The name without port, brackets and the root's dot, in lower case. */
    private static String nameOf(String host) {
        String name = host;
        if (host.startsWith("[")) {
            int end = host.indexOf(']');
            name = end < 0 ? host : host.substring(1, end);
        } else if (host.indexOf(':') == host.lastIndexOf(':') && host.indexOf(':') >= 0) {
            name = host.substring(0, host.indexOf(':'));
        }
        if (name.endsWith(".")) {
            name = name.substring(0, name.length() - 1);
        }
        return name.toLowerCase(Locale.ROOT);
    }

    private static boolean isLoopbackName(String name) {
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    private static boolean isLoopbackAddress(String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        try {
            return address != null && InetAddress.getByAddress(address).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }

    /** Whether an address to bind is loopback; other names are looked up, as binding does. */
    private static boolean isLoopback(String bindHost) {
        String name = nameOf(bindHost);
        if (isLoopbackName(name) || isLoopbackAddress(name)) {
            return true;
        }
        try {
            return InetAddress.getByName(bindHost).isLoopbackAddress();
        } catch (UnknownHostException e) {
            return false;
        }
    }
}
