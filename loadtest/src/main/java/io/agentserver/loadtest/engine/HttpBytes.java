package io.agentserver.loadtest.engine;

import io.agentserver.loadtest.Exchange;
import io.agentserver.loadtest.Expression;
import io.agentserver.loadtest.Session;
import io.agentserver.loadtest.net.Target;
import io.agentserver.protocol.RawJson;
import java.nio.charset.StandardCharsets;
import java.util.IdentityHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts requests together; those that are the same for every session only once. Confined to its shard's thread. */
final class HttpBytes {

    private final Target target;
    private final Map<Exchange.Http, byte[]> constant = new IdentityHashMap<>();

    HttpBytes(Target target) {
        this.target = target;
    }

    byte[] of(Exchange.Http request, Session session) {
        byte[] known = constant.get(request);
        if (known != null) {
            return known;
        }
        Expression body = request.body();
        byte[] bytes = request(
                request.method(),
                request.path().resolve(session),
                headers(request, session),
                body == null ? null : body.resolve(session));
        if (isConstant(request)) {
            constant.put(request, bytes);
        }
        return bytes;
    }

    private static boolean isConstant(Exchange.Http request) {
        Expression body = request.body();
        return request.path().isConstant()
                && (body == null || body.isConstant())
                && request.headers().values().stream().allMatch(Expression::isConstant);
    }

    private static String headers(Exchange.Http request, Session session) {
        StringBuilder text = new StringBuilder();
        request.headers()
                .forEach((name, value) -> text.append(name)
                        .append(": ")
                        .append(value.resolve(session))
                        .append("\r\n"));
        return text.toString();
    }

    /** A POST to {@code /api/dispatch}. */
    byte[] dispatch(String clientId, String request, String taskName) {
        String body = "{\"client_id\":" + RawJson.ofString(clientId) + ",\"request\":" + RawJson.ofString(request)
                + ",\"task_name\":\"" + taskName + "\"}";
        return request("POST", "/api/dispatch", "Content-Type: application/json\r\n", body);
    }

    private byte[] request(String method, String path, String headers, @Nullable String body) {
        byte[] payload = body == null ? new byte[0] : body.getBytes(StandardCharsets.UTF_8);
        String key = target.apiKey() == null ? "" : "X-API-Key: " + target.apiKey() + "\r\n";
        String length = body == null && (method.equals("GET") || method.equals("DELETE"))
                ? ""
                : "Content-Length: " + payload.length + "\r\n";
        byte[] head = (method + " " + target.basePath() + path + " HTTP/1.1\r\nHost: " + target.host()
                        + "\r\nUser-Agent: agent-loadtest\r\nAccept: */*\r\n" + key + headers + length + "\r\n")
                .getBytes(StandardCharsets.UTF_8);
        byte[] all = new byte[head.length + payload.length];
        System.arraycopy(head, 0, all, 0, head.length);
        System.arraycopy(payload, 0, all, head.length, payload.length);
        return all;
    }
}
