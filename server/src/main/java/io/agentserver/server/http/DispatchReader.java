package io.agentserver.server.http;

import io.agentserver.server.hub.Rejection;
import io.agentserver.server.session.TaskNames;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.io.StringWriter;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/** Reads the body of a dispatch, whatever its content type says, with the checks and answers of contract 4.4. */
final class DispatchReader {

    private static final JsonFactory JSON = new JsonFactory();
    private static final HttpResponseStatus UNPROCESSABLE = HttpResponseStatus.UNPROCESSABLE_ENTITY;

    /** One of the two: a request, or why there is none. */
    record Reading(
            @Nullable DispatchRequest request, @Nullable Reply refusal) {

        private static Reading refused(Refusal why) {
            return new Reading(null, why.reply());
        }

        private static Reading refused(JsonText body, String detail) {
            return new Reading(null, Reply.refused(UNPROCESSABLE, body, detail, Rejection.BAD_REQUEST));
        }
    }

    private DispatchReader() {}

    static Reading read(byte[] body) {
        if (body.length == 0) {
            JsonText json = fault("missing").name("loc").array().value("body").endArray();
            json.member("msg", "Field required").member("input", (String) null);
            return Reading.refused(end(json), "no body");
        }
        try (JsonParser parser = JSON.createParser(ObjectReadContext.empty(), body)) {
            try {
                JsonToken first = parser.nextToken();
                if (first == null) {
                    return malformed(parser, "Expecting value");
                }
                if (first != JsonToken.START_OBJECT) {
                    return notAnObject(parser);
                }
                return members(parser);
            } catch (JacksonException e) {
                return malformed(parser, e.getOriginalMessage());
            }
        }
    }

    private static Reading members(JsonParser parser) {
        String clientId = null;
        String request = null;
        String taskName = null;
        boolean isTaskNameGiven = false;
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_OBJECT; token = parser.nextToken()) {
            String name = parser.currentName();
            JsonToken value = parser.nextToken();
            switch (name) {
                case "client_id" -> clientId = text(parser, value);
                case "request" -> request = text(parser, value);
                case "task_name" -> {
                    isTaskNameGiven = value != JsonToken.VALUE_NULL;
                    taskName = text(parser, value);
                }
                default -> parser.skipChildren();
            }
        }
        if (parser.nextToken() != null) {
            return malformed(parser, "Extra data");
        }
        if (request == null || request.isEmpty()) {
            return Reading.refused(Refusal.EMPTY_TASK);
        }
        if (clientId == null || clientId.isEmpty()) {
            return Reading.refused(Refusal.EMPTY_CLIENT);
        }
        if (isTaskNameGiven && (taskName == null || !TaskNames.isValid(taskName))) {
            return Reading.refused(Refusal.INVALID_TASK_NAME);
        }
        return new Reading(new DispatchRequest(clientId, request, taskName), null);
    }

    /** The text of a string; null for anything else. */
    private static @Nullable String text(JsonParser parser, JsonToken value) {
        if (value == JsonToken.VALUE_STRING) {
            return parser.getString();
        }
        parser.skipChildren();
        return null;
    }

    private static Reading notAnObject(JsonParser parser) {
        StringWriter input = new StringWriter();
        try (JsonGenerator generator = JSON.createGenerator(ObjectWriteContext.empty(), input)) {
            generator.copyCurrentStructureExact(parser);
        }
        if (parser.nextToken() != null) {
            return malformed(parser, "Extra data");
        }
        JsonText json = fault("dict_type").name("loc").array().value("body").endArray();
        json.member("msg", "Input should be a valid dictionary").name("input").raw(input.toString());
        return Reading.refused(end(json), "body is no JSON object");
    }

    private static Reading malformed(JsonParser parser, String error) {
        long offset = Math.max(0, parser.currentLocation().getByteOffset());
        JsonText json = fault("json_invalid")
                .name("loc")
                .array()
                .value("body")
                .value(offset)
                .endArray();
        json.member("msg", "JSON decode error").name("input").object().endObject();
        json.name("ctx").object().member("error", error).endObject();
        return Reading.refused(end(json), "body is no JSON");
    }

    private static JsonText fault(String type) {
        return new JsonText(256).object().name("detail").array().object().member("type", type);
    }

    private static JsonText end(JsonText json) {
        return json.endObject().endArray().endObject();
    }
}
