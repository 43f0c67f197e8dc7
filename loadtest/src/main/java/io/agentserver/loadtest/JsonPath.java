package io.agentserver.loadtest;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectMapper;

/** The part of JSONPath that names one place: {@code $.a.b[0]['c d'].e}. */
final class JsonPath {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern STEP = Pattern.compile("\\.([^.\\[\\]]+)|\\[(\\d+)]|\\['([^']*)']");

    private interface Step {
        @Nullable
        JsonNode into(JsonNode node);
    }

    private final List<Step> steps;

    private JsonPath(List<Step> steps) {
        this.steps = List.copyOf(steps);
    }

    static JsonPath of(String path) {
        List<Step> steps = new ArrayList<>();
        Matcher matcher = STEP.matcher(path);
        int at = 1;
        while (path.startsWith("$") && matcher.find(at) && matcher.start() == at) {
            steps.add(step(matcher));
            at = matcher.end();
        }
        if (!path.startsWith("$") || at != path.length()) {
            throw new IllegalArgumentException("jsonPath: " + path + " (expected: such as $.clients[0].client_id)");
        }
        return new JsonPath(steps);
    }

    private static Step step(Matcher matcher) {
        String index = matcher.group(2);
        if (index != null) {
            int position = Integer.parseInt(index);
            return node -> node.get(position);
        }
        String name = matcher.group(1) != null ? matcher.group(1) : matcher.group(3);
        return node -> node.get(name);
    }

    /** What stands there: text as it is, anything else as JSON; null when nothing does or the body is no JSON. */
    @Nullable
    String find(byte[] json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (JacksonException e) {
            return null;
        }
        for (Step step : steps) {
            if (node == null) {
                return null;
            }
            node = step.into(node);
        }
        if (node == null || node.isMissingNode() || node.isNull()) {
            return null;
        }
        return node.isString() ? node.stringValue() : node.toString();
    }
}
