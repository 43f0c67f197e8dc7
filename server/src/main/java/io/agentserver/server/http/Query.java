package io.agentserver.server.http;

import io.netty.handler.codec.http.QueryStringDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parameters behind the question mark. */
final class Query {

    private static final int MOST_PARAMETERS = 32;

    private final Map<String, List<String>> parameters;

    private Query(Map<String, List<String>> parameters) {
        this.parameters = parameters;
    }

    /** The parameters; null when the percent-encoding is malformed. */
    static @Nullable Query parse(String raw) {
        if (raw.isEmpty()) {
            return new Query(Map.of());
        }
        try {
            return new Query(new QueryStringDecoder(raw, StandardCharsets.UTF_8, false, MOST_PARAMETERS).parameters());
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    /** The value, the last of several; null when it is not there. */
    @Nullable
    String get(String name) {
        List<String> values = parameters.get(name);
        return values == null ? null : values.get(values.size() - 1);
    }
}
