package io.agentserver.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** {@code GET /api/openapi.yaml}: the description of the API, which is {@code docs/openapi.yaml}. */
final class OpenApiEndpoint implements Endpoint {

    static final String RESOURCE = "openapi.yaml";

    private final Reply reply;

    /** Reads the description, once and before any request. */
    OpenApiEndpoint() {
        try (InputStream in = OpenApiEndpoint.class.getResourceAsStream(RESOURCE)) {
            if (in == null) {
                throw new IllegalStateException(RESOURCE + ": not on the class path (expected: beside "
                        + OpenApiEndpoint.class.getName() + "). Build with Maven, which puts it there");
            }
            this.reply = Reply.yaml(new Payload(in.readAllBytes()));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Answer answer(Call call) {
        return reply;
    }
}
