package io.agentserver.server.http;

import io.agentserver.server.security.Access;
import io.netty.handler.codec.http.HttpMethod;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * One path and what can be done there.
 *
 * @param template the path; the last segment may be a parameter in braces
 * @param access what it asks of whoever comes in
 */
record Route(String template, Access access, Map<HttpMethod, Endpoint> endpoints) {

    Route {
        endpoints = Map.copyOf(endpoints);
    }

    static Route get(String template, Access access, Endpoint endpoint) {
        return new Route(template, access, Map.of(HttpMethod.GET, endpoint));
    }

    static Route getAndDelete(String template, Access access, Endpoint get, Endpoint delete) {
        return new Route(template, access, Map.of(HttpMethod.GET, get, HttpMethod.DELETE, delete));
    }

    static Route post(String template, Access access, Endpoint endpoint) {
        return new Route(template, access, Map.of(HttpMethod.POST, endpoint));
    }

    /** The endpoint; HEAD is answered as GET is. */
    @Nullable
    Endpoint endpoint(HttpMethod method) {
        return endpoints.get(method.equals(HttpMethod.HEAD) ? HttpMethod.GET : method);
    }

    boolean hasParameter() {
        return template.endsWith("}");
    }

    /** What may be asked, as the {@code Allow} header says it. */
    String allow() {
        TreeSet<String> names = new TreeSet<>();
        endpoints.keySet().forEach(method -> names.add(method.name()));
        if (names.contains("GET")) {
            names.add("HEAD");
        }
        return String.join(", ", names);
    }
}
