package io.agentserver.loadtest;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP request being described: {@code http("health").get("/api/health").check(status().is(200))}. Without a check of the
 * status, 2xx and 304 are good. The API key goes along by itself. Immutable.
 */
public final class HttpRequest implements StepSource {

    private final String name;
    private final String method;
    private final Expression path;
    private final Map<String, Expression> headers;
    private final @Nullable Expression body;
    private final List<Check> checks;

    private HttpRequest(
            String name,
            String method,
            Expression path,
            Map<String, Expression> headers,
            @Nullable Expression body,
            List<Check> checks) {
        this.name = name;
        this.method = method;
        this.path = path;
        this.headers = headers;
        this.body = body;
        this.checks = checks;
    }

    /** Knows its name and waits for its method. */
    public record Named(String name) {

        /** GET that path. */
        public HttpRequest get(String path) {
            return request("GET", path);
        }

        /** POST to that path. */
        public HttpRequest post(String path) {
            return request("POST", path);
        }

        /** PUT to that path. */
        public HttpRequest put(String path) {
            return request("PUT", path);
        }

        /** DELETE that path. */
        public HttpRequest delete(String path) {
            return request("DELETE", path);
        }

        private HttpRequest request(String method, String path) {
            return new HttpRequest(name, method, Expression.of(path), Map.of(), null, List.of());
        }
    }

    /** With that header. */
    public HttpRequest header(String header, String value) {
        Map<String, Expression> all = new LinkedHashMap<>(headers);
        all.put(header, Expression.of(value));
        return new HttpRequest(name, method, path, all, body, checks);
    }

    /** With that body. */
    public HttpRequest body(String text) {
        return new HttpRequest(name, method, path, headers, Expression.of(text), checks);
    }

    /** With that body, which is JSON. */
    public HttpRequest bodyJson(String json) {
        return header("Content-Type", "application/json").body(json);
    }

    /** The answer must also hold those. */
    public HttpRequest check(Check... more) {
        List<Check> all = new ArrayList<>(checks);
        all.addAll(Arrays.asList(more));
        return new HttpRequest(name, method, path, headers, body, all);
    }

    @Override
    public Step step() {
        return new Step.Request(name, new Exchange.Http(method, path, headers, body), checks);
    }
}
