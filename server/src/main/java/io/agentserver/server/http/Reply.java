package io.agentserver.server.http;

import io.agentserver.protocol.RawJson;
import io.agentserver.server.hub.Rejection;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.util.AsciiString;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer before it is sent.
 *
 * @param headers besides those of the body
 * @param rejection what it counts as when it is a refusal, else null
 * @param detail what it says when it is a refusal, else null
 */
record Reply(
        HttpResponseStatus status,
        AsciiString contentType,
        Payload body,
        Map<AsciiString, String> headers,
        @Nullable Rejection rejection,
        @Nullable String detail)
        implements Answer {

    private static final AsciiString YAML = AsciiString.cached("application/yaml");

    static Reply ok(JsonText json) {
        return ok(new Payload(json.utf8()));
    }

    static Reply ok(RawJson json) {
        return ok(new Payload(json));
    }

    static Reply ok(Payload json) {
        return new Reply(HttpResponseStatus.OK, HttpHeaderValues.APPLICATION_JSON, json, Map.of(), null, null);
    }

    static Reply yaml(Payload yaml) {
        return new Reply(HttpResponseStatus.OK, YAML, yaml, Map.of(), null, null);
    }

    /** A refusal in the usual shape. */
    static Reply refused(HttpResponseStatus status, String detail, @Nullable Rejection rejection) {
        JsonText json = new JsonText(32 + detail.length());
        json.object().member("detail", detail).endObject();
        return refused(status, json, detail, rejection);
    }

    /** A refusal in a shape of its own. */
    static Reply refused(HttpResponseStatus status, JsonText json, String detail, @Nullable Rejection rejection) {
        return new Reply(
                status, HttpHeaderValues.APPLICATION_JSON, new Payload(json.utf8()), Map.of(), rejection, detail);
    }

    /** A request that cannot be understood, and why. */
    static Reply badRequest(String detail) {
        return refused(HttpResponseStatus.BAD_REQUEST, detail, Rejection.BAD_REQUEST);
    }

    /** The way to the path without its trailing slash. */
    static Reply redirect(String location) {
        return new Reply(
                        HttpResponseStatus.TEMPORARY_REDIRECT,
                        HttpHeaderValues.TEXT_PLAIN,
                        Payload.EMPTY,
                        Map.of(),
                        null,
                        null)
                .with(HttpHeaderNames.LOCATION, location);
    }

    static Reply fault() {
        byte[] text = AsciiString.cached("Internal Server Error").array();
        return new Reply(
                HttpResponseStatus.INTERNAL_SERVER_ERROR,
                HttpHeaderValues.TEXT_PLAIN,
                new Payload(text),
                Map.of(),
                null,
                null);
    }

    Reply with(AsciiString name, String value) {
        Map<AsciiString, String> more = new LinkedHashMap<>(headers);
        more.put(name, value);
        return new Reply(status, contentType, body, more, rejection, detail);
    }

    /** Whether the connection ends with it. */
    boolean closes() {
        return "close".equals(headers.get(HttpHeaderNames.CONNECTION));
    }

    /** The same refusal under another status and without a body. */
    Reply bodiless(HttpResponseStatus otherStatus) {
        return new Reply(otherStatus, contentType, Payload.EMPTY, headers, rejection, detail);
    }
}
