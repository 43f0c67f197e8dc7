package io.agentserver.server.testkit;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What a server answered to an HTTP request.
 *
 * @param headers by their names in lower case; of several the last
 */
public record HttpAnswer(int status, Map<String, String> headers, byte[] body) {

    public @Nullable String header(String lowerCaseName) {
        return headers.get(lowerCaseName);
    }

    public String text() {
        return new String(body, StandardCharsets.UTF_8);
    }

    public JsonNode json() {
        return Json.parse(body);
    }

    @Override
    public String toString() {
        return "HttpAnswer[" + status + " " + headers + " " + text() + "]";
    }
}
